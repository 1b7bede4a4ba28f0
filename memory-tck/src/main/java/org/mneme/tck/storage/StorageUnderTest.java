package org.mneme.tck.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.StorageProvider;
import org.mneme.tck.TckContext;

/** Say how the storage to be proven is opened. */
@FunctionalInterface
public interface StorageUnderTest {

    /**
     * Open a store, as a server does that starts.
     *
     * @param store names the data, in lower-case letters and digits: the same name is the same data, a new one an empty store
     * @param clock the clock of the server
     * @param directory the server's own directory, the same whenever the same server is opened again; it exists
     */
    Storage open(String store, Clock clock, Path directory);

    /** Throw a store away that no test will open again. */
    default void drop(String store) {
        // what lives in the server's directory goes with it
    }

    /** Start a process that writes to a store and can be killed; by default a Java process of its own. */
    default WritingProcess startWriting(Class<?> contract, String store, Path directory) {
        return WritingJvm.start(contract, store, directory);
    }

    /** Prove a provider, opened with options that may depend on the store's name. */
    static StorageUnderTest of(StorageProvider provider, Function<String, Map<String, String>> options) {
        return (store, clock, directory) ->
                provider.open(TckContext.of(provider, options.apply(store), clock, directory));
    }
}
