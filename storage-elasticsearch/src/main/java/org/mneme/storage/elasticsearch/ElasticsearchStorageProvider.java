package org.mneme.storage.elasticsearch;

import java.util.List;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.StorageProvider;

/** Provide a storage on an Elasticsearch cluster, version 8.19 or newer. */
public final class ElasticsearchStorageProvider implements StorageProvider {

    @Override
    public String id() {
        return "elasticsearch";
    }

    @Override
    public List<Option> options() {
        return ElasticsearchOptions.DECLARED;
    }

    @Override
    public Storage open(PluginContext context) {
        return ElasticsearchStorage.open(ElasticsearchOptions.of(context), context.clock(), context.dataDirectory());
    }
}
