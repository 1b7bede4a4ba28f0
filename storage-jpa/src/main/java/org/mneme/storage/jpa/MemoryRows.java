package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Write and read memories by SQL, many in one go.
 *
 * <p>An insert is four rows or more and a search loads hundreds: through JPA that cost several times what the database
 * needs. The mapping of a row stays that of {@link MemoryEntity}.
 */
final class MemoryRows {

    private static final String COLUMNS = "workspace, id, namespace, project, user_id, session_id, agent, task, app,"
            + " content, content_hash, type, tags, metadata, entities, importance, confidence, document_date,"
            + " event_date, source_role, source_job, active, supersedes, superseded_by, version, created_at,"
            + " updated_at, expires_at";
    private static final String OF_MEMORY = "m." + COLUMNS.replace(", ", ", m.");
    private static final String INSERT = "insert into memory (" + COLUMNS + ") values (" + "?, ".repeat(27) + "?)";
    private static final String UPDATE = "update memory set namespace = ?, project = ?, user_id = ?, session_id = ?,"
            + " agent = ?, task = ?, app = ?, content = ?, content_hash = ?, type = ?, tags = ?, metadata = ?,"
            + " entities = ?, importance = ?, confidence = ?, document_date = ?, event_date = ?, source_role = ?,"
            + " source_job = ?, active = ?, supersedes = ?, superseded_by = ?, version = ?, created_at = ?,"
            + " updated_at = ?, expires_at = ? where workspace = ? and id = ?";

    private MemoryRows() {}

    /** Return the memories with the ids, expired ones too; those that are not there are missing. */
    static Map<String, MemoryEntity> load(Connection connection, String workspace, Collection<String> ids)
            throws SQLException {
        Map<String, MemoryEntity> found = new HashMap<>();
        Sql.queryEach(
                        connection,
                        "select " + OF_MEMORY + " from unnest(?) as wanted (id) join memory m on m.workspace = ?"
                                + " and m.id = wanted.id",
                        ids,
                        MemoryRows::read,
                        workspace)
                .forEach(memory -> found.put(memory.id, memory));
        return found;
    }

    /** Return memories of a workspace in the order of their ids, expired ones too, after an id. */
    static List<MemoryEntity> pageAfter(Connection connection, String workspace, String id, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select " + COLUMNS + " from memory where workspace = ? and id > ? order by workspace, id limit "
                        + limit,
                MemoryRows::read,
                workspace,
                id);
    }

    /** Return memories that are visible and have no vectors of a model, in the order of their ids after one. */
    static List<MemoryEntity> withoutVectors(Connection connection, Space space, String id, long now, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select " + COLUMNS + " from memory where id > ? and expires_at > ? and not exists (select 1 from"
                        + " memory_vector v where v.workspace = memory.workspace and v.memory_id = memory.id"
                        + " and v.space = ?) order by id limit " + limit,
                MemoryRows::read,
                id,
                now,
                key(space));
    }

    private static MemoryEntity read(ResultSet row) throws SQLException {
        MemoryEntity memory = new MemoryEntity();
        int column = 0;
        memory.workspace = row.getString(++column);
        memory.id = row.getString(++column);
        memory.place = new Place();
        memory.place.namespace = row.getString(++column);
        memory.place.project = row.getString(++column);
        memory.place.user = row.getString(++column);
        memory.place.session = row.getString(++column);
        memory.place.agent = row.getString(++column);
        memory.place.task = row.getString(++column);
        memory.place.app = row.getString(++column);
        memory.content = row.getString(++column);
        memory.contentHash = row.getString(++column);
        memory.type = row.getString(++column);
        memory.tags = row.getString(++column);
        memory.metadata = row.getString(++column);
        memory.entities = row.getString(++column);
        memory.importance = row.getDouble(++column);
        memory.confidence = row.getDouble(++column);
        memory.documentDate = Sql.longOrNull(row, ++column);
        memory.eventDate = Sql.longOrNull(row, ++column);
        memory.sourceRole = row.getString(++column);
        memory.sourceJob = row.getString(++column);
        memory.active = row.getBoolean(++column);
        memory.supersedes = row.getString(++column);
        memory.supersededBy = row.getString(++column);
        memory.version = row.getInt(++column);
        memory.createdAt = row.getLong(++column);
        memory.updatedAt = row.getLong(++column);
        memory.expiresAt = row.getLong(++column);
        return memory;
    }

    static void insert(Connection connection, Collection<MemoryEntity> memories) throws SQLException {
        if (memories.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (MemoryEntity memory : memories) {
                statement.setString(1, memory.workspace);
                statement.setString(2, memory.id);
                bindState(statement, 2, memory);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        insertTags(connection, memories);
    }

    static void update(Connection connection, Collection<MemoryEntity> memories) throws SQLException {
        if (memories.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            for (MemoryEntity memory : memories) {
                int column = bindState(statement, 0, memory);
                statement.setString(++column, memory.workspace);
                statement.setString(++column, memory.id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        for (MemoryEntity memory : memories) {
            Sql.update(
                    connection,
                    "delete from memory_tag where workspace = ? and memory_id = ?",
                    memory.workspace,
                    memory.id);
        }
        insertTags(connection, memories);
    }

    /** Bind everything but the key behind the given column, and return the last column bound. */
    private static int bindState(PreparedStatement statement, int before, MemoryEntity memory) throws SQLException {
        int column = before;
        statement.setString(++column, memory.place().namespace);
        statement.setString(++column, memory.place().project);
        statement.setString(++column, memory.place().user);
        statement.setString(++column, memory.place().session);
        statement.setString(++column, memory.place().agent);
        statement.setString(++column, memory.place().task);
        statement.setString(++column, memory.place().app);
        statement.setString(++column, memory.content);
        statement.setString(++column, memory.contentHash);
        statement.setString(++column, memory.type);
        statement.setString(++column, memory.tags);
        statement.setString(++column, memory.metadata);
        statement.setString(++column, memory.entities);
        statement.setDouble(++column, memory.importance);
        statement.setDouble(++column, memory.confidence);
        statement.setObject(++column, memory.documentDate, Types.BIGINT);
        statement.setObject(++column, memory.eventDate, Types.BIGINT);
        statement.setString(++column, memory.sourceRole);
        statement.setString(++column, memory.sourceJob);
        statement.setBoolean(++column, memory.active);
        statement.setString(++column, memory.supersedes);
        statement.setString(++column, memory.supersededBy);
        statement.setInt(++column, memory.version);
        statement.setLong(++column, memory.createdAt);
        statement.setLong(++column, memory.updatedAt);
        statement.setLong(++column, memory.expiresAt);
        return column;
    }

    private static void insertTags(Connection connection, Collection<MemoryEntity> memories) throws SQLException {
        if (memories.stream().allMatch(memory -> memory.tags.equals("[]"))) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("insert into memory_tag (workspace, memory_id, tag) values (?, ?, ?)")) {
            for (MemoryEntity memory : memories) {
                for (String tag : JsonText.strings(memory.tags)) {
                    Sql.bind(statement, memory.workspace, memory.id, tag);
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /** Keep former states as versions. */
    static void insertVersions(Connection connection, Collection<MemoryEntity> former) throws SQLException {
        for (MemoryEntity memory : former) {
            Sql.update(
                    connection,
                    "insert into memory_version (workspace, memory_id, version, state) values (?, ?, ?, ?)",
                    memory.workspace,
                    memory.id,
                    memory.version,
                    JsonText.of(memory));
        }
    }

    /** Name the vectors of a model with a dimension; some models have several. */
    static String key(Space space) {
        return space.model() + "#" + space.dimension();
    }

    private static String key(Embedding embedding) {
        return key(new Space(embedding.model(), embedding.dimension()));
    }

    /** Store vectors of memories that have none of the model. */
    static void insertVectors(Connection connection, String workspace, Map<String, Embedding> embeddings)
            throws SQLException {
        if (embeddings.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into memory_vector (workspace, memory_id, space, floats) values (?, ?, ?, ?)")) {
            for (Map.Entry<String, Embedding> entry : embeddings.entrySet()) {
                statement.setString(1, workspace);
                statement.setString(2, entry.getKey());
                statement.setString(3, key(entry.getValue()));
                statement.setBytes(4, VectorBytes.of(entry.getValue().windows()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Delete the vectors of memories, whatever their model. */
    static void deleteVectors(Connection connection, String workspace, Collection<String> ids) throws SQLException {
        Sql.updateEach(connection, "delete from memory_vector where workspace = ? and memory_id = ?", ids, workspace);
    }

    /** Return the vectors of one model; memories that have none are missing. */
    static Map<String, List<float[]>> vectors(
            Connection connection, String workspace, Space space, Collection<String> ids) throws SQLException {
        Map<String, List<float[]>> found = new HashMap<>();
        Sql.queryEach(
                connection,
                "select v.memory_id, v.floats from unnest(?) as wanted (id) join memory_vector v on v.workspace = ?"
                        + " and v.memory_id = wanted.id and v.space = ?",
                ids,
                row -> found.put(row.getString(1), VectorBytes.windows(row.getBytes(2), space.dimension())),
                workspace,
                key(space));
        return found;
    }

    static void insertDeliveries(Connection connection, Collection<Delivery> deliveries) throws SQLException {
        if (deliveries.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("insert into delivery (workspace, id, webhook,"
                + " memory_id, event, body, state, attempts, not_before, created_at, updated_at, due_at, lease_token)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")) {
            for (Delivery delivery : deliveries) {
                long notBefore = Millis.of(delivery.notBefore());
                Sql.bind(
                        statement,
                        delivery.workspace(),
                        delivery.id(),
                        delivery.webhook(),
                        delivery.memory(),
                        delivery.event(),
                        delivery.body().orElse(null),
                        delivery.state().name(),
                        delivery.attempts(),
                        notBefore,
                        Millis.of(delivery.createdAt()),
                        Millis.of(delivery.updatedAt()),
                        delivery.state() == Delivery.State.PENDING ? notBefore : Millis.NEVER);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Delete memories and everything that holds their content. */
    static void delete(Connection connection, String workspace, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        eraseAnswers(connection, workspace, ids);
        deleteDeliveries(connection, workspace, ids);
        deleteFailedJobs(connection, workspace, ids);
        for (String table : List.of("memory_vector", "memory_version", "memory_tag")) {
            Sql.updateEach(
                    connection, "delete from " + table + " where workspace = ? and memory_id = ?", ids, workspace);
        }
        Sql.updateEach(connection, "delete from memory where workspace = ? and id = ?", ids, workspace);
    }

    /** A failed job keeps what it was given, so that it can be done again. */
    private static void deleteFailedJobs(Connection connection, String workspace, Collection<String> memories)
            throws SQLException {
        List<String> failed = Sql.queryEach(
                connection,
                "select j.id from unnest(?) as wanted (id) join memory m on m.workspace = ? and m.id = wanted.id"
                        + " join job j on j.workspace = m.workspace and j.id = m.source_job and j.state = 'FAILED'",
                memories,
                row -> row.getString(1),
                workspace);
        Set<String> jobs = Set.copyOf(failed);
        Sql.updateEach(connection, "delete from pending_memory where workspace = ? and job_id = ?", jobs, workspace);
        Sql.updateEach(connection, "delete from job where workspace = ? and id = ?", jobs, workspace);
    }

    /** Return how many of some memories there are. */
    static int count(Connection connection, String workspace, Collection<String> ids) throws SQLException {
        return Sql.queryEach(
                        connection,
                        "select m.id from unnest(?) as wanted (id) join memory m on m.workspace = ?"
                                + " and m.id = wanted.id",
                        ids,
                        row -> row.getString(1),
                        workspace)
                .size();
    }

    private static void deleteDeliveries(Connection connection, String workspace, Collection<String> memories)
            throws SQLException {
        List<String> deliveries = Sql.queryEach(
                connection,
                "select d.id from unnest(?) as wanted (id) join delivery d on d.workspace = ?"
                        + " and d.memory_id = wanted.id",
                memories,
                row -> row.getString(1),
                workspace);
        Sql.updateEach(
                connection,
                "delete from delivery_attempt where workspace = ? and delivery_id = ?",
                deliveries,
                workspace);
        Sql.updateEach(connection, "delete from delivery where workspace = ? and id = ?", deliveries, workspace);
    }

    /** Forget the stored answers that name one of the memories; that the request was answered stays known. */
    private static void eraseAnswers(Connection connection, String workspace, Collection<String> memories)
            throws SQLException {
        List<String[]> requests = Sql.queryEach(
                connection,
                "select i.route, i.request_key from unnest(?) as wanted (id) join idempotency_memory i"
                        + " on i.workspace = ? and i.memory_id = wanted.id",
                memories,
                row -> new String[] {row.getString(1), row.getString(2)},
                workspace);
        for (String[] request : requests) {
            Sql.update(
                    connection,
                    "update idempotency set body = null where workspace = ? and route = ? and request_key = ?",
                    workspace,
                    request[0],
                    request[1]);
        }
        Sql.updateEach(
                connection,
                "delete from idempotency_memory where workspace = ? and memory_id = ?",
                memories,
                workspace);
    }
}
