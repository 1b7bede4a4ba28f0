package org.mneme.core.delivery;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

/** A channel that does what a test says, for each address. */
final class ScriptedNotifier implements Notifier {

    private final Map<String, Function<Notification, DeliveryResult>> script = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
    final List<Notification> sent = new CopyOnWriteArrayList<>();

    void at(String address, Function<Notification, DeliveryResult> answer) {
        script.put(address, answer);
    }

    List<Notification> sentTo(String address) {
        return sent.stream()
                .filter(notification -> notification.address().equals(address))
                .toList();
    }

    /** Return how many attempts to an address ran at once at most. */
    int mostAtOnce(String address) {
        return most.getOrDefault(address, new AtomicInteger()).get();
    }

    @Override
    public void check(String address) {
        // every address is good
    }

    @Override
    public DeliveryResult deliver(Notification notification) {
        sent.add(notification);
        AtomicInteger now = running.computeIfAbsent(notification.address(), address -> new AtomicInteger());
        int beside = now.incrementAndGet();
        most.computeIfAbsent(notification.address(), address -> new AtomicInteger())
                .accumulateAndGet(beside, Math::max);
        try {
            return script.get(notification.address()).apply(notification);
        } finally {
            now.decrementAndGet();
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
