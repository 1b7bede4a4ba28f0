package org.mneme.notify.webhook;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mneme.notify.guard.HostResolver;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.mneme.tck.TckContext;

/** Open webhook notifiers as a server does. */
final class Notifiers {

    static final String SECRET = "a receiver's own secret";

    private Notifiers() {}

    static Notifier open(String... options) {
        return open(HostResolver.ofSystem(), options);
    }

    static Notifier open(HostResolver names, String... options) {
        Map<String, String> configured = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            configured.put(options[i], options[i + 1]);
        }
        WebhookNotifierProvider provider = new WebhookNotifierProvider(names);
        return provider.open(TckContext.of(provider, configured));
    }

    /** Open one that may reach receivers on this machine, and has little patience. */
    static Notifier local(String... more) {
        String[] options = {
            "allow-http", "true", "allow-networks", "127.0.0.0/8", "connect-timeout", "500ms", "total-timeout", "1500ms"
        };
        String[] all = java.util.Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return open(all);
    }

    static Notification to(String address) {
        return new Notification(
                "evt_01",
                "memory.created",
                address,
                "{\"event\":\"memory.created\",\"text\":\"größer\"}",
                List.of(SECRET),
                Instant.parse("2026-03-14T15:04:05Z"));
    }

    static Notification signedWith(String address, Instant at, String... secrets) {
        return new Notification(
                "evt_01",
                "memory.created",
                address,
                "{\"event\":\"memory.created\",\"text\":\"größer\"}",
                List.of(secrets),
                at);
    }
}
