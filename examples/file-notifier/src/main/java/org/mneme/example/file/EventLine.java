package org.mneme.example.file;

import org.mneme.spi.notifier.Notification;

/** Write an event as one line of JSON: {@code {"id":"evt_…","event":"memory.created","at":"…","body":{…}}}. */
final class EventLine {

    private EventLine() {}

    /**
     * Return the line of an event, with its end.
     *
     * <p>The id is the same when an event is repeated: whoever reads the file knows by it what was read already.
     */
    static String of(Notification event) {
        return "{\"id\":" + text(event.id())
                + ",\"event\":" + text(event.event())
                + ",\"at\":" + text(event.at().toString())
                // within texts JSON has no line ends of its own, and between them a blank means the same
                + ",\"body\":" + event.body().replace('\n', ' ').replace('\r', ' ')
                + "}\n";
    }

    private static String text(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
