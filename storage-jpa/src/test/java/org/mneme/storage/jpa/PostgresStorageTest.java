package org.mneme.storage.jpa;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.StorageContract;
import org.mneme.tck.storage.StorageUnderTest;

/** Prove the storage contract on PostgreSQL. */
@ExtendWith(PostgresServer.class)
class PostgresStorageTest extends StorageContract {

    @Override
    protected StorageUnderTest underTest() {
        return new OnPostgres();
    }

    /** A database for each store. */
    static final class OnPostgres implements StorageUnderTest {

        @Override
        public Storage open(String store, Clock clock, Path directory) {
            Map<String, String> options =
                    Map.of("url", PostgresServer.database(store), "user", "postgres", "pool-size", "8");
            return StorageUnderTest.of(new JpaStorageProvider(), name -> options)
                    .open(store, clock, directory);
        }

        @Override
        public void drop(String store) {
            PostgresServer.drop(store);
        }
    }
}
