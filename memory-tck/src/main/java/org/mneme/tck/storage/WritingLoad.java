package org.mneme.tck.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.Storage;

/** Write memories without end, each such that it can be checked by its id alone. */
final class WritingLoad {

    static final int THREADS = 4;
    static final Scope SCOPE = Scope.of("ws_written_until_killed");

    private WritingLoad() {}

    /** Write in threads that go on until they are interrupted; {@code stored} is told each id after its write has returned. */
    static List<Thread> run(Storage storage, Instant now, Consumer<String> stored) {
        Webhook webhook = webhook(now);
        if (storage.webhooks().get(SCOPE, webhook.id()).isEmpty()) {
            storage.webhooks().insert(SCOPE, webhook);
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> writeOn(storage, webhook, now, stored), "tck-writer-" + i);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void writeOn(Storage storage, Webhook webhook, Instant now, Consumer<String> stored) {
        while (!Thread.currentThread().isInterrupted()) {
            Memory memory = memory(Ids.next("mem_", now), now);
            storage.memories()
                    .write(SCOPE, List.of(Samples.write(memory, embedding(memory.id()), delivery(webhook, memory))));
            stored.accept(memory.id());
        }
    }

    static Webhook webhook(Instant now) {
        return Samples.webhook("wh_written_until_killed", SCOPE, now);
    }

    static Memory memory(String id, Instant now) {
        return Memory.builder(id, SCOPE, "written under load " + word(id), now).build();
    }

    static String word(String id) {
        return id.substring("mem_".length());
    }

    static Embedding embedding(String id) {
        return Samples.vectors(id.hashCode()).next();
    }

    static Delivery delivery(Webhook webhook, Memory memory) {
        return Samples.delivery(deliveryId(memory.id()), webhook, memory);
    }

    static String deliveryId(String memory) {
        return "evt_" + word(memory);
    }
}
