package org.mneme.tck.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.tck.notifier.NotifierContract;
import org.mneme.tck.notifier.Receiver;

/** A right notifier passes; {@link PluginContractsTest} runs this with faults. */
class ListNotifierTest extends NotifierContract {

    /** The faults of the next run; set by one thread before it starts one. */
    static volatile Set<PluginFault> faults = Set.of();

    @Override
    protected NotifierProvider provider() {
        return new ListNotifierProvider(faults);
    }

    @Override
    protected Duration patience() {
        return Duration.ofMillis(300);
    }

    @Override
    protected Receiver receiver() {
        String address = ListNotifierProvider.openList();
        return new Receiver() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public String brokenAddress() {
                return "list:nobody";
            }

            @Override
            public List<String> badAddresses() {
                return List.of("mail:nobody", "");
            }

            @Override
            public List<String> bodies() {
                return List.copyOf(ListNotifierProvider.LISTS.get(address));
            }

            @Override
            public void close() {
                ListNotifierProvider.LISTS.remove(address);
            }
        };
    }
}
