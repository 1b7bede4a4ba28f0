package org.mneme.tck.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mneme.api.MemoryException;
import org.mneme.spi.PluginContext;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;

/** Notify lists of this process, right unless it is given a fault. */
public final class ListNotifierProvider implements NotifierProvider {

    /** The lists by their addresses, {@code list:…}. */
    static final Map<String, List<String>> LISTS = new ConcurrentHashMap<>();

    private final Set<PluginFault> faults;

    /** Make a right one, as the service loader does. */
    public ListNotifierProvider() {
        this(Set.of());
    }

    ListNotifierProvider(Set<PluginFault> faults) {
        this.faults = faults;
    }

    @Override
    public String id() {
        return "list";
    }

    @Override
    public Notifier open(PluginContext context) {
        return new ListNotifier(faults);
    }

    private static final class ListNotifier implements Notifier {

        private final Set<PluginFault> faults;
        private final AtomicInteger busy = new AtomicInteger();

        ListNotifier(Set<PluginFault> faults) {
            this.faults = faults;
        }

        @Override
        public void check(String address) {
            boolean good = address.startsWith("list:") || faults.contains(PluginFault.EVERY_ADDRESS_TAKEN);
            if (!good || faults.contains(PluginFault.EVERY_ADDRESS_REFUSED)) {
                throw MemoryException.invalid("url", "an address begins with list:");
            }
        }

        @Override
        public DeliveryResult deliver(Notification notification) {
            List<String> list = LISTS.get(notification.address());
            if (list == null) {
                return missing(notification);
            }
            int together = busy.incrementAndGet();
            LockSupport.parkNanos(500_000); // long enough to meet
            busy.decrementAndGet();
            if (together > 1 && faults.contains(PluginFault.LOST_WHEN_BUSY)) {
                return DeliveryResult.delivered(Optional.empty());
            }
            String body = notification.body();
            list.add(faults.contains(PluginFault.BODY_REWRITTEN) ? body.replace(" ", "") : body);
            if (faults.contains(PluginFault.BODY_SENT_TWICE)) {
                list.add(body);
            }
            return DeliveryResult.delivered(Optional.empty());
        }

        private DeliveryResult missing(Notification notification) {
            if (faults.contains(PluginFault.WAITS_FOR_EVER)) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("waited too long", e);
                }
            }
            if (faults.contains(PluginFault.FAILURE_THROWN)) {
                throw new IllegalStateException("no such list");
            }
            String secret = faults.contains(PluginFault.SECRET_IN_THE_ERROR)
                    ? notification.secrets().get(0)
                    : "";
            return DeliveryResult.failed("there is no such list " + secret);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    /** Open a list and return its address. */
    static String openList() {
        String address = "list:" + LISTS.size() + "-" + System.nanoTime();
        LISTS.put(address, new CopyOnWriteArrayList<>());
        return address;
    }
}
