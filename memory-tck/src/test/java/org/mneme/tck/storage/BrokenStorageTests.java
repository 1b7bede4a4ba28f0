package org.mneme.tck.storage;

import java.util.EnumSet;
import java.util.Set;
import org.mneme.spi.storage.Capability;

/** Run by {@link StorageContractTest} alone, which sets the fault first. */
class BrokenStorageTests extends StorageContract {

    /** The fault of the next run; set by one thread before it starts one. */
    static volatile Set<Fault> faults = Set.of();

    @Override
    protected StorageUnderTest underTest() {
        return new ReferenceUnderTest(faults, EnumSet.allOf(Capability.class));
    }
}
