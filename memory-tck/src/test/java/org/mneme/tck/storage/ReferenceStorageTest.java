package org.mneme.tck.storage;

import java.util.EnumSet;
import java.util.Set;
import org.mneme.spi.storage.Capability;

/** A right storage passes the whole contract. */
class ReferenceStorageTest extends StorageContract {

    @Override
    protected StorageUnderTest underTest() {
        return new ReferenceUnderTest(Set.of(), EnumSet.allOf(Capability.class));
    }
}
