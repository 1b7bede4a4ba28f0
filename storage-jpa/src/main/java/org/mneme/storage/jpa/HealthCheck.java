package org.mneme.storage.jpa;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mneme.spi.Health;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/** Ask the database for a row, and answer within two seconds whether it answers or not. */
final class HealthCheck implements AutoCloseable {

    private static final long MOST_MILLIS = 1_800;

    private final JpaDatabase database;
    private final JpaIndexes indexes;

    /** One thread of its own: a database that hangs holds it, and later checks give up waiting for it. */
    private final ExecutorService asking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "mneme-storage-health");
        thread.setDaemon(true);
        return thread;
    });

    HealthCheck(JpaDatabase database, JpaIndexes indexes) {
        this.database = database;
        this.indexes = indexes;
    }

    Health check() {
        Future<Health> answer = asking.submit(this::ask);
        try {
            return answer.get(MOST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Health.down("the database does not answer within " + MOST_MILLIS + " ms");
        } catch (ExecutionException e) {
            return Health.down(e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.down("the check was interrupted");
        }
    }

    private Health ask() {
        long began = System.nanoTime();
        String product = database.transactions().read(tx -> {
            ActiveSpaces.read(tx.jdbc());
            return tx.jdbc().getMetaData().getDatabaseProductName() + " "
                    + tx.jdbc().getMetaData().getDatabaseProductVersion();
        });
        Map<String, String> details = new LinkedHashMap<>();
        details.put("database", product);
        details.put("answerMillis", Long.toString((System.nanoTime() - began) / 1_000_000));
        details.put(
                "activeModel",
                indexes.use(live -> live.space().map(Space::model).orElse("none")));
        return new Health(Health.State.UP, "", details);
    }

    /** Without an interrupt, which an embedded database does not take well. */
    @Override
    public void close() {
        asking.shutdown();
    }
}
