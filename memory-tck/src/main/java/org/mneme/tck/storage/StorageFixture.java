package org.mneme.tck.storage;

import java.time.Instant;
import org.mneme.api.Ids;
import org.mneme.api.Scope;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.TestClock;

/** Give a contract the store all its tests share, and fresh ones. Each test works in workspaces of its own. */
public interface StorageFixture {

    /** Return the store all tests of the class share. Its clock only moves forward, and its active model is {@link Samples#SPACE}. */
    Store shared();

    /** Open an empty store with the active model {@link Samples#SPACE}, for tests that need all of a store; the test closes it. */
    Store fresh();

    /** Open an empty store that was never used; the test closes it. */
    Store unused();

    /** Return the class that says which storage is under test. */
    default Class<?> contract() {
        return getClass();
    }

    /** Return the shared store's storage. */
    default Storage storage() {
        return shared().storage();
    }

    /** Return the shared store's memories. */
    default MemoryStore memories() {
        return storage().memories();
    }

    /** Return the shared store's clock. */
    default TestClock clock() {
        return shared().clock();
    }

    /** Return the shared store's time. */
    default Instant now() {
        return clock().instant();
    }

    /** Return a workspace nobody has used. */
    default Scope workspace() {
        return Scope.of(Ids.next("ws_", Instant.EPOCH));
    }
}
