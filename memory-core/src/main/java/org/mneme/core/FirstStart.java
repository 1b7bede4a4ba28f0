package org.mneme.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Workspace;
import org.mneme.core.workspace.KeyMaker;
import org.mneme.core.workspace.KeyService;
import org.mneme.core.workspace.WorkspaceService;

/**
 * Make a new server usable: a workspace, and keys to it.
 *
 * <p>With keys given by configuration, those are taken over at every start. Without any, and with an empty store, one key
 * for each dialect is made and written to {@code keys.txt} in the data directory, readable by its owner only.
 */
public final class FirstStart {

    /**
     * Say what was made.
     *
     * @param keyFile the file with the keys, if there is one
     */
    public record Report(Optional<Path> keyFile) {}

    static final String DEFAULT_WORKSPACE = "ws_default";

    private static final Map<String, String> VARIABLES = Map.of(
            "retainr", "RETAINR_API_KEY",
            "retaindb", "RETAINDB_API_KEY",
            "xtrace", "XTRACE_API_KEY",
            "gomemory", "GOMEMORY_API_KEY",
            "admin", "MNEME_ADMIN_KEY");
    private static final List<String> DIALECTS = List.of("retainr", "retaindb", "xtrace", "gomemory");

    private final WorkspaceService workspaces;
    private final KeyService keys;
    private final Path keyFile;

    FirstStart(WorkspaceService workspaces, KeyService keys, Path dataDirectory) {
        this.workspaces = workspaces;
        this.keys = keys;
        this.keyFile = dataDirectory.resolve("keys.txt");
    }

    Report run(EngineOptions.BootstrapOptions options) {
        options.keys().stream()
                .filter(key -> key.dialect().equals("admin"))
                .forEach(key -> keys.adopt(Optional.empty(), "bootstrap", "admin", key.text()));
        List<EngineOptions.GivenKey> given = options.keys().stream()
                .filter(key -> !key.dialect().equals("admin"))
                .toList();
        if (!given.isEmpty()) {
            adopt(options.workspaceId().orElse(DEFAULT_WORKSPACE), given);
        } else if (workspaces.list().isEmpty()) {
            makeKeys(
                    options.workspaceId().orElse(DEFAULT_WORKSPACE),
                    options.keys().isEmpty());
        }
        return new Report(Optional.of(keyFile).filter(Files::exists));
    }

    private void adopt(String workspaceId, List<EngineOptions.GivenKey> given) {
        Workspace workspace = workspaces.adopt(workspaceId, "default");
        given.forEach(key -> keys.adopt(Optional.of(workspace.id()), "bootstrap", key.dialect(), key.text()));
    }

    /**
     * Write the keys down, then store them, then the workspace: a server that dies in between finds no workspace at its
     * next start and begins again.
     */
    private void makeKeys(String workspaceId, boolean withAdministrator) {
        KeyMaker maker = new KeyMaker();
        Map<String, String> made = new LinkedHashMap<>();
        DIALECTS.forEach(dialect -> made.put(dialect, maker.make(dialect)));
        if (withAdministrator) {
            made.put("admin", maker.make("admin"));
        }
        List<String> lines = new ArrayList<>();
        lines.add("# Keys of workspace " + workspaceId + ". They are shown only here; keep this file to yourself.");
        lines.add("XTRACE_ORG_ID=" + workspaceId);
        made.forEach((dialect, text) -> lines.add(VARIABLES.get(dialect) + "=" + text));
        write(lines);
        made.forEach((dialect, text) -> keys.adopt(
                dialect.equals("admin") ? Optional.empty() : Optional.of(workspaceId), "first start", dialect, text));
        workspaces.adopt(workspaceId, "default");
    }

    private void write(List<String> lines) {
        try {
            Files.createDirectories(keyFile.getParent());
            Files.deleteIfExists(keyFile);
            createForOwnerOnly();
            Files.write(keyFile, lines, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + keyFile, e);
        }
    }

    private void createForOwnerOnly() throws IOException {
        if (Files.getFileStore(keyFile.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return;
        }
        Files.createFile(keyFile);
    }
}
