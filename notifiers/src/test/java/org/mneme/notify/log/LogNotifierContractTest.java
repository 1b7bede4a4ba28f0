package org.mneme.notify.log;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.tck.notifier.NotifierContract;
import org.mneme.tck.notifier.Receiver;

class LogNotifierContractTest extends NotifierContract {

    /** Reads the log, and has one logger switched off. */
    private static final class LogReader extends Handler implements Receiver {

        private final Logger log = Logger.getLogger("org.mneme.events");
        private final Logger off = Logger.getLogger("org.mneme.events.off");
        private final List<String> bodies = new CopyOnWriteArrayList<>();

        LogReader() {
            off.setLevel(Level.OFF);
            log.setUseParentHandlers(false);
            log.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            bodies.add(line.getMessage().split(" ", 3)[2]);
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public String address() {
            return "log:audit";
        }

        @Override
        public String brokenAddress() {
            return "log:off";
        }

        @Override
        public List<String> badAddresses() {
            return List.of("", "log:", "https://example.com/", "log:a b", "log:a\nb");
        }

        @Override
        public List<String> bodies() {
            return bodies;
        }

        @Override
        public void close() {
            log.removeHandler(this);
            log.setUseParentHandlers(true);
            off.setLevel(null);
        }
    }

    @Override
    protected NotifierProvider provider() {
        return new LogNotifierProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("include-content", "true");
    }

    @Override
    protected Receiver receiver() {
        return new LogReader();
    }
}
