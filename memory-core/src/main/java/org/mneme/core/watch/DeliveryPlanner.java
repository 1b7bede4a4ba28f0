package org.mneme.core.watch;

import java.util.List;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;

/** Say which deliveries a memory causes if it is stored as new, so that they are stored in the same step. */
public interface DeliveryPlanner {

    /** Return the deliveries, one for each webhook the memory concerns; their bodies are complete. */
    List<Delivery> plan(Memory memory, Embedding embedding);

    /** Tell the delivery workers of this server that planned deliveries were stored. */
    void stored();

    /** Return a planner for a server without webhooks. */
    static DeliveryPlanner none() {
        return new DeliveryPlanner() {
            @Override
            public List<Delivery> plan(Memory memory, Embedding embedding) {
                return List.of();
            }

            @Override
            public void stored() {
                // nobody delivers
            }
        };
    }
}
