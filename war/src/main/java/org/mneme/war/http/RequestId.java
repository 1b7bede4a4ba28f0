package org.mneme.war.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Give every request an id: the caller's own, if it is one we may repeat in a header and a log, else a new one. */
public final class RequestId {

    /** The header that carries it, in requests and in answers. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private RequestId() {}

    /** Return the caller's id if it is sane, else a new one with this prefix. */
    public static String adopt(String header, String prefix) {
        if (header != null && SANE.matcher(header).matches()) {
            return header;
        }
        // Unique is enough: nobody gains anything by guessing it.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return prefix
                + HexFormat.of().toHexDigits(random.nextLong())
                + HexFormat.of().toHexDigits(random.nextLong());
    }
}
