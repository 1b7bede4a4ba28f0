package org.mneme.tck.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.Storage;

/** Open reference storages, whose disk is this object. */
final class ReferenceUnderTest implements StorageUnderTest {

    private final Map<String, State> disk = new ConcurrentHashMap<>();
    private final Set<Fault> faults;
    private final Set<Capability> capabilities;

    ReferenceUnderTest(Set<Fault> faults, Set<Capability> capabilities) {
        this.faults = faults;
        this.capabilities = capabilities;
    }

    @Override
    public Storage open(String store, Clock clock, Path directory) {
        String server =
                faults.contains(Fault.SERVERS_APART) ? directory.getFileName().toString() : "";
        return ReferenceStorage.open(
                disk.computeIfAbsent(store + server, name -> new State(faults)), clock, capabilities);
    }

    @Override
    public void drop(String store) {
        disk.keySet().removeIf(name -> name.startsWith(store));
    }

    @Override
    public WritingProcess startWriting(Class<?> contract, String store, Path directory) {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
        ReferenceStorage storage = (ReferenceStorage) open(store, clock, directory);
        List<String> written = new CopyOnWriteArrayList<>();
        List<Thread> threads = WritingLoad.run(storage, clock.instant(), id -> {
            written.add(id);
            // as slow as a disk, so that the checks have little to look through
            LockSupport.parkNanos(2_000_000);
        });
        return new WritingProcess() {
            @Override
            public void awaitWritten(int count) {
                int target = written.size() + count;
                Awaitility.await().until(() -> written.size() >= target);
            }

            @Override
            public List<String> kill() {
                threads.forEach(Thread::interrupt);
                Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
                storage.state().kill();
                return List.copyOf(written);
            }
        };
    }
}
