package org.mneme.storage.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/** Map the one model whose vectors are searched to the only row of its table. */
@Entity(name = "ActiveSpace")
@Table(name = "active_space")
class ActiveSpaceEntity {

    static final int ONLY = 1;

    @Id
    int id = ONLY;

    String model;
    int dimension;

    protected ActiveSpaceEntity() {}

    ActiveSpaceEntity(Space space) {
        set(space);
    }

    final void set(Space space) {
        model = space.model();
        dimension = space.dimension();
    }

    Space toSpace() {
        return new Space(model, dimension);
    }
}
