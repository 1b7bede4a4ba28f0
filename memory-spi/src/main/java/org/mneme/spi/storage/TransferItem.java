package org.mneme.spi.storage;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.AgentEvent;
import org.mneme.api.ApiKey;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.Webhook;

/** Hold one thing of a workspace with all that is stored of it, so that another storage can take it over as it is. */
public sealed interface TransferItem {

    /** The parts of a workspace. */
    enum Part {
        KEY,
        USAGE,
        PROJECT,
        MEMORY,
        WEBHOOK,
        DELIVERY,
        JOB,
        EVENT,
        HANDOFF,
        ANSWER
    }

    /** Return the part it is one of. */
    Part part();

    /** Return what names it among those of its part. */
    String id();

    /** A key, by its id. */
    record KeyItem(ApiKey key) implements TransferItem {
        @Override
        public Part part() {
            return Part.KEY;
        }

        @Override
        public String id() {
            return key.id();
        }
    }

    /** How many operations a period had, by the period. */
    record UsageItem(String period, long operations) implements TransferItem {
        @Override
        public Part part() {
            return Part.USAGE;
        }

        @Override
        public String id() {
            return period;
        }
    }

    /** That a project was written to, by its name. */
    record ProjectItem(String project) implements TransferItem {
        @Override
        public Part part() {
            return Part.PROJECT;
        }

        @Override
        public String id() {
            return project;
        }
    }

    /**
     * A memory.
     *
     * @param former the states it had, oldest first
     * @param embedding its vectors of the active model; empty if it has none
     */
    record MemoryItem(Memory memory, List<Memory> former, Optional<Embedding> embedding) implements TransferItem {
        public MemoryItem {
            Objects.requireNonNull(memory, "memory");
            Objects.requireNonNull(embedding, "embedding");
            former = List.copyOf(former);
        }

        @Override
        public Part part() {
            return Part.MEMORY;
        }

        @Override
        public String id() {
            return memory.id();
        }
    }

    /** A webhook. */
    record WebhookItem(Webhook webhook) implements TransferItem {
        @Override
        public Part part() {
            return Part.WEBHOOK;
        }

        @Override
        public String id() {
            return webhook.id();
        }
    }

    /** A delivery and its attempts, oldest first. Who holds it is not told: where it is put, nobody does. */
    record DeliveryItem(Delivery delivery, List<Delivery.Attempt> attempts) implements TransferItem {
        public DeliveryItem {
            attempts = List.copyOf(attempts);
        }

        @Override
        public Part part() {
            return Part.DELIVERY;
        }

        @Override
        public String id() {
            return delivery.id();
        }
    }

    /** A job. Who holds it is not told: where it is put, nobody does. */
    record JobItem(Job job) implements TransferItem {
        @Override
        public Part part() {
            return Part.JOB;
        }

        @Override
        public String id() {
            return job.id();
        }
    }

    /** An event of an agent. */
    record EventItem(AgentEvent event) implements TransferItem {
        @Override
        public Part part() {
            return Part.EVENT;
        }

        @Override
        public String id() {
            return event.id();
        }
    }

    /** A handoff. */
    record HandoffItem(Handoff handoff) implements TransferItem {
        @Override
        public Part part() {
            return Part.HANDOFF;
        }

        @Override
        public String id() {
            return handoff.id();
        }
    }

    /**
     * A request that may be sent again, by the name of its work. Whoever ran it is not told: where it is put, nobody does.
     *
     * @param since when its key was first used
     * @param keepUntil when its key is forgotten
     * @param answer what was answered; empty if nothing was yet
     */
    record AnswerItem(
            IdempotencyStore.Request request, String work, Instant since, Instant keepUntil, Optional<Answered> answer)
            implements TransferItem {

        /** A stored answer; the body is empty once a memory in it was deleted, and then nobody need know in which. */
        public record Answered(int status, Optional<String> body, List<String> memories) {
            public Answered {
                memories = body.isPresent() ? memories.stream().sorted().toList() : List.of();
            }
        }

        @Override
        public Part part() {
            return Part.ANSWER;
        }

        @Override
        public String id() {
            return work;
        }
    }
}
