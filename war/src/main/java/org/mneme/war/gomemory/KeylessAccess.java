package org.mneme.war.gomemory;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.mneme.war.config.GoMemoryConfig;

/** Decide whether a request without a key may be answered. */
public final class KeylessAccess {

    /** What proxies say they have passed a request on by: with any of these the address seen is the proxy's. */
    private static final List<String> FORWARDING = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Real-IP",
            "X-Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "Via");

    private KeylessAccess() {}

    /** Tell whether the rule lets a request in that shows no key. */
    public static boolean allows(GoMemoryConfig.Access access, HttpServletRequest request) {
        return switch (access) {
            case OPEN -> true;
            case KEY -> false;
            case LOOPBACK ->
                isLoopback(request.getRemoteAddr())
                        && FORWARDING.stream().allMatch(header -> request.getHeader(header) == null);
        };
    }

    private static boolean isLoopback(String address) {
        try {
            // an address in digits: nothing is looked up
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
