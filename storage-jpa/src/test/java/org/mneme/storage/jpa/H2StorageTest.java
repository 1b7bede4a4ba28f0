package org.mneme.storage.jpa;

import java.util.Map;
import org.mneme.tck.storage.StorageContract;
import org.mneme.tck.storage.StorageUnderTest;

/** Prove the storage contract on the H2 file that a server uses unless configured otherwise. */
class H2StorageTest extends StorageContract {

    @Override
    protected StorageUnderTest underTest() {
        return StorageUnderTest.of(new JpaStorageProvider(), store -> Map.of());
    }
}
