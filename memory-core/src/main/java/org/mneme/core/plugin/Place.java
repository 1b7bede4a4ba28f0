package org.mneme.core.plugin;

import java.util.Optional;
import org.mneme.spi.embedding.EmbeddingModel;

/**
 * Name a place of the server in which a selected plugin is open.
 *
 * @param kind the kind of the plugin
 * @param id its id
 * @param prefix what its options begin with: the model to change to has others than the one in use
 * @param seat where it is
 * @param model what an embedding plugin there must go on being
 */
record Place(PluginKind kind, String id, String prefix, Seat<?> seat, Optional<EmbeddingModel> model) {

    /** Tell whether it is the place of what is in use, and not of what is to be used later. */
    boolean isPresentOne() {
        return prefix.equals(kind.optionPrefix(id));
    }

    /** Put an instance here, and return the one before, which nobody closed. */
    @SuppressWarnings("unchecked") // opened as what plugins of this kind open
    <T extends AutoCloseable> Optional<Opened<?>> replace(Opened<?> next) {
        return Optional.ofNullable(((Seat<T>) seat).replace((Opened<T>) next));
    }
}
