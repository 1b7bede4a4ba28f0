package org.mneme.notify.guard;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.api.MemoryException;

/**
 * An address to connect to, taken apart once: what was checked is what is connected to.
 *
 * <p>Any spelling that two programs might read differently is refused rather than understood.
 *
 * @param secure whether TLS is used
 * @param host a name in ASCII and lower case without a dot at its end, or a plain Internet address without brackets
 * @param port 1 … 65535
 * @param path path and query, percent-encoded; begins with a slash
 */
public record Target(boolean secure, String host, int port, String path) {

    private static final int LONGEST = 2048;
    private static final Pattern WHOLE = Pattern.compile("(?i)(https?)://([^/?#]*)([^#]*)(#.*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*)(?::(\\d{1,5}))?");

    static Target parse(String address) {
        requireHarmless(address);
        Matcher whole = WHOLE.matcher(address);
        if (!whole.matches()) {
            throw invalid("url must begin with https://");
        }
        if (whole.group(4) != null) {
            throw invalid("url must not have a part behind #: it is never sent");
        }
        if (whole.group(2).indexOf('@') >= 0) {
            throw invalid("url must not hold a user name or a password");
        }
        Matcher authority = AUTHORITY.matcher(whole.group(2));
        if (!authority.matches()) {
            throw invalid("url must name a host and, at most, a port");
        }
        boolean secure = whole.group(1).toLowerCase(Locale.ROOT).equals("https");
        return new Target(
                secure, HostName.canonical(authority.group(1)), port(authority.group(2), secure), path(whole.group(3)));
    }

    private static void requireHarmless(String address) {
        if (address.length() > LONGEST) {
            throw invalid("url must have at most " + LONGEST + " characters");
        }
        boolean odd = address.codePoints()
                .anyMatch(c -> c == '\\'
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
        if (odd) {
            throw invalid("url must not hold blanks, control characters or backslashes");
        }
    }

    private static int port(String digits, boolean secure) {
        if (digits == null) {
            return secure ? 443 : 80;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw invalid("the port of url must be 1 to 65535");
        }
        return port;
    }

    private static String path(String text) {
        String path = PercentEncoding.ofPathAndQuery(text);
        return path.startsWith("/") ? path : "/" + path;
    }

    /** Return the bytes of the host if it is an Internet address. */
    Optional<byte[]> literal() {
        return Literal.parse(host);
    }

    /** Return the address in the form that is sent. */
    public URI uri() {
        String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
        boolean usual = port == (secure ? 443 : 80);
        return URI.create((secure ? "https://" : "http://") + authority + (usual ? "" : ":" + port) + path);
    }

    static MemoryException invalid(String message) {
        return MemoryException.invalid("url", message);
    }
}
