package org.mneme.extract.rules;

/** Make any text safe to look at and to store: no control characters, no halves of characters, one kind of line end. */
final class CleanText {

    private CleanText() {}

    static String of(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\r') {
                text.append('\n');
                i += i + 1 < raw.length() && raw.charAt(i + 1) == '\n' ? 1 : 0;
            } else if (c == '\n' || c == '\u2028' || c == '\u2029') {
                text.append('\n');
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < raw.length()
                    && Character.isLowSurrogate(raw.charAt(i + 1))) {
                text.append(c).append(raw.charAt(++i));
            } else if (c == '\uFEFF' || c == '\u200B') {
                continue;
            } else {
                text.append(isUnfit(c) ? ' ' : c);
            }
        }
        return text.toString();
    }

    private static boolean isUnfit(char c) {
        return Character.isISOControl(c) || Character.isSurrogate(c) || c >= '\uFFF0' || c == '\u00A0' || c == '\u202F';
    }
}
