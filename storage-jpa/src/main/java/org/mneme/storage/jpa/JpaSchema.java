package org.mneme.storage.jpa;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.mneme.api.MemoryException;

/** Create the tables, or bring those of an older version up to date; several servers may try at once. */
final class JpaSchema {

    private static final List<String> SCRIPTS = List.of("V1__tables.sql", "V2__read_only_workspaces.sql");

    private JpaSchema() {}

    static void migrate(DataSource connections, Dialect dialect) {
        try {
            Flyway.configure(JpaSchema.class.getClassLoader())
                    .dataSource(connections)
                    .table("mneme_schema")
                    .placeholders(dialect.types())
                    .resourceProvider(new Scripts())
                    .javaMigrationClassProvider(List::of)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw MemoryException.storageUnavailable("the tables cannot be created or brought up to date", e);
        }
    }

    /** Name the scripts one by one: scanning a class path works differently on every application server. */
    private static final class Scripts implements ResourceProvider {

        @Override
        public LoadableResource getResource(String name) {
            return SCRIPTS.contains(name) ? new Script(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return SCRIPTS.stream()
                    .filter(name ->
                            name.startsWith(prefix) && Stream.of(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }
    }

    private static final class Script extends LoadableResource {

        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            return new InputStreamReader(JpaSchema.class.getResourceAsStream(name), StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
