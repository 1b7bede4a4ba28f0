package org.mneme.war.retainr;

import java.util.List;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.recall.ContextText;
import org.mneme.core.recall.Recalled;
import org.mneme.core.workspace.Caller;
import org.mneme.core.workspace.KeyService;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.Written;

/** Say results of the services in the words of this dialect. */
final class RetainrMapper {

    private RetainrMapper() {}

    /** Mean a namespace of the caller's workspace, or all of it. */
    static Scope scope(Caller caller, Optional<String> namespace) {
        return namespace
                .map(name -> caller.scope().with(Attribute.NAMESPACE, name))
                .orElse(caller.scope());
    }

    static Answers.Stored stored(Written written) {
        Memory memory = written.memory();
        return new Answers.Stored(
                memory.id(),
                memory.scope().workspace(),
                namespace(memory),
                memory.expiresAt().orElse(null),
                memory.createdAt(),
                written.outcome() != Written.Outcome.CREATED);
    }

    static Answers.SearchResults found(Recalled recalled) {
        List<Answers.Found> results =
                recalled.results().stream().map(RetainrMapper::found).toList();
        return new Answers.SearchResults(results, results.size());
    }

    private static Answers.Found found(Recalled.Result result) {
        Memory memory = result.memory();
        return new Answers.Found(
                memory.id(),
                memory.content(),
                result.similarity(),
                namespace(memory),
                memory.tags(),
                memory.metadata(),
                memory.createdAt());
    }

    static Answers.Listed listed(Memory memory) {
        return new Answers.Listed(
                memory.id(), memory.content(), namespace(memory), memory.tags(), memory.metadata(), memory.createdAt());
    }

    static Answers.Page page(MemoryPage page, ListRequest request) {
        return new Answers.Page(
                page.memories().stream().map(RetainrMapper::listed).toList(),
                page.total(),
                request.limit(),
                request.offset());
    }

    static Answers.Context context(ContextText text) {
        return new Answers.Context(text.text(), text.memoriesUsed(), text.tokenEstimate());
    }

    static Answers.Key key(ApiKey key) {
        return new Answers.Key(
                key.id(),
                key.name(),
                key.prefix(),
                key.createdAt(),
                key.lastUsedAt().orElse(null));
    }

    static Answers.NewKey newKey(KeyService.Issued issued) {
        ApiKey key = issued.key();
        return new Answers.NewKey(key.id(), key.name(), issued.text(), key.createdAt());
    }

    /** Null where another dialect has stored a memory without one. */
    private static String namespace(Memory memory) {
        return memory.scope().get(Attribute.NAMESPACE).orElse(null);
    }
}
