package org.mneme.war.dialect;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.MemoryException;
import org.mneme.core.Engine;

/** Know which dialect a key was issued or imported for, where its first characters do not tell. */
@ApplicationScoped
public class StoredKeys {

    @Inject
    private Provider<Engine> engine;

    /** Return the dialect stored with a key, if there is such a key and the store can be asked now. */
    public Optional<Dialect> dialectOf(String key) {
        try {
            return engine.get()
                    .keys()
                    .find(key)
                    .map(ApiKey::dialect)
                    .flatMap(Dialect::ofWord)
                    .filter(dialect -> dialect != Dialect.ADMIN);
        } catch (MemoryException e) {
            // who asks is told when the key is checked
            return Optional.empty();
        }
    }
}
