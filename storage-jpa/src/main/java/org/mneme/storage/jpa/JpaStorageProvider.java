package org.mneme.storage.jpa;

import java.util.List;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.StorageProvider;

/** Provide a storage on a relational database: an H2 file of its own unless configured otherwise, or PostgreSQL. */
public final class JpaStorageProvider implements StorageProvider {

    @Override
    public String id() {
        return "jpa";
    }

    @Override
    public List<Option> options() {
        return JpaOptions.DECLARED;
    }

    @Override
    public Storage open(PluginContext context) {
        return JpaStorage.open(JpaOptions.of(context), context.clock(), context.dataDirectory());
    }
}
