package org.mneme.tck.storage;

import java.util.Set;

/** A storage that declares nothing beyond the core passes too: it refuses, or is not asked. */
class ModestStorageTest extends StorageContract {

    @Override
    protected StorageUnderTest underTest() {
        return new ReferenceUnderTest(Set.of(), Set.of());
    }
}
