package org.mneme.war.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.core.workspace.Permission;
import org.mneme.war.json.JsonBody;

/** What the administration takes. */
final class Requests {

    private static final int NAME = 200;
    private static final List<String> DIALECTS = List.of("retainr", "retaindb", "xtrace", "gomemory");

    private Requests() {}

    @Schema(name = "AdminNewWorkspace", requiredProperties = "name")
    record NewWorkspace(
            @Schema(maxLength = NAME) String name,

            @Schema(description = "One of GET /admin/v1/plans; self-hosted if absent.")
            Optional<String> plan) {

        static NewWorkspace of(JsonBody body) {
            return new NewWorkspace(body.requireText("name", NAME), body.text("plan", NAME));
        }
    }

    @Schema(name = "AdminWorkspaceChange")
    record WorkspaceChange(@Schema(maxLength = NAME) Optional<String> name, Optional<String> plan) {

        static WorkspaceChange of(JsonBody body) {
            return new WorkspaceChange(body.text("name", NAME), body.text("plan", NAME));
        }
    }

    @Schema(name = "AdminNewMigration")
    record NewMigration(
            @Schema(description = "Which workspaces to move; not with all.")
            List<String> workspaces,

            @Schema(description = "Move all workspaces.") boolean all,

            @Schema(description = "Overwrite workspaces that can be written to in the other storage.")
            boolean replace) {

        static NewMigration of(JsonBody body) {
            List<String> workspaces = body.texts("workspaces", 1_000, NAME);
            boolean all = body.flag("all").orElse(false);
            if (all != workspaces.isEmpty()) {
                throw body.invalid("workspaces", "must name workspaces, unless all is true");
            }
            return new NewMigration(workspaces, all, body.flag("replace").orElse(false));
        }
    }

    @Schema(
            name = "AdminKeyRequest",
            requiredProperties = {"name", "dialect"})
    record NewKey(
            @Schema(maxLength = NAME) String name,

            @Schema(enumeration = {"retainr", "retaindb", "xtrace", "gomemory"})
            String dialect,

            @Schema(description = "From when on the key is refused; never if absent.")
            Optional<Instant> expiresAt,

            @Schema(description = "What the key may do: read, write, keys; everything if absent or empty.")
            List<String> scopes) {

        static NewKey of(JsonBody body) {
            String name = body.requireText("name", NAME);
            String dialect = body.word("dialect", DIALECTS)
                    .orElseThrow(() ->
                            body.invalid("dialect", "is required and must be one of " + String.join(", ", DIALECTS)));
            return new NewKey(name.strip(), dialect, body.time("expires_at"), scopes(body));
        }

        private static List<String> scopes(JsonBody body) {
            List<String> scopes = new ArrayList<>();
            for (String word : body.texts("scopes", Permission.values().length, NAME)) {
                if (Permission.ofWord(word).isEmpty()) {
                    throw body.invalid(
                            "scopes[" + scopes.size() + "]",
                            "must be one of "
                                    + Arrays.stream(Permission.values())
                                            .map(Permission::word)
                                            .collect(Collectors.joining(", ")));
                }
                scopes.add(word);
            }
            return List.copyOf(scopes);
        }
    }
}
