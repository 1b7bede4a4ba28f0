package org.mneme.war.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Workspace;
import org.mneme.core.config.BoundOptions;
import org.mneme.core.migration.MigrationReport;
import org.mneme.core.migration.MigrationStatus;
import org.mneme.core.plugin.PluginChange;
import org.mneme.core.plugin.PluginKind;
import org.mneme.core.plugin.PluginStatus;
import org.mneme.core.reembed.ReembedStatus;
import org.mneme.core.workspace.KeyService;
import org.mneme.core.workspace.Plan;
import org.mneme.spi.Health;
import org.mneme.spi.storage.EmbeddingSpaces;

/** Say what the services know in the words of the administration. */
final class AdminMapper {

    private AdminMapper() {}

    static Answers.Workspace workspace(Workspace workspace) {
        return new Answers.Workspace(workspace.id(), workspace.name(), workspace.plan(), workspace.createdAt());
    }

    static Answers.Key key(ApiKey key) {
        return new Answers.Key(
                key.id(),
                key.name(),
                key.dialect(),
                key.prefix(),
                key.permissions(),
                key.createdAt(),
                key.expiresAt().orElse(null),
                key.lastUsedAt().orElse(null));
    }

    static Answers.NewKey newKey(KeyService.Issued issued) {
        ApiKey key = issued.key();
        return new Answers.NewKey(key.id(), key.name(), key.dialect(), issued.text(), key.createdAt());
    }

    static Answers.Plan plan(Plan plan) {
        return new Answers.Plan(
                plan.name(),
                plan.requestsPerMinute() == 0 ? null : plan.requestsPerMinute(),
                limit(plan),
                plan.contentLimit());
    }

    /** Return the month's quota, null for none. */
    static Long limit(Plan plan) {
        return plan.memoryOpsPerMonth() == 0 ? null : plan.memoryOpsPerMonth();
    }

    static Answers.Plugin plugin(PluginStatus plugin) {
        return new Answers.Plugin(
                plugin.id().orElse(null),
                plugin.kind().map(PluginKind::word).orElse(null),
                plugin.version().orElse(null),
                plugin.source(),
                plugin.state().word(),
                plugin.message().orElse(null),
                plugin.options().stream().map(AdminMapper::option).toList(),
                health(plugin.health()));
    }

    static Answers.Reembedding reembedding(ReembedStatus status) {
        return new Answers.Reembedding(
                status.state().name().toLowerCase(Locale.ROOT),
                model(status.active()),
                model(status.configured()),
                status.next().map(AdminMapper::model).orElse(null),
                status.filling().map(AdminMapper::model).orElse(null),
                status.filled(),
                status.total(),
                progress(status),
                status.refused(),
                Math.round(status.perSecond() * 10) / 10.0,
                status.trouble().orElse(null));
    }

    private static double progress(ReembedStatus status) {
        if (status.filling().isEmpty()) {
            return 0;
        }
        double share = status.total() == 0 ? 1 : (double) status.filled() / status.total();
        // never 1 before it is
        return Math.min(1, Math.floor(share * 1_000) / 1_000);
    }

    private static Answers.EmbeddingModel model(EmbeddingSpaces.Space space) {
        return new Answers.EmbeddingModel(space.model(), space.dimension());
    }

    static Answers.Migrations migrations(Optional<String> target, List<MigrationStatus> migrations) {
        return new Answers.Migrations(
                target.orElse(null),
                migrations.stream().map(AdminMapper::migration).toList());
    }

    static Answers.Migration migration(MigrationStatus status) {
        return new Answers.Migration(
                status.workspace(),
                status.verifies() ? "verify" : "move",
                status.state().name().toLowerCase(Locale.ROOT),
                status.round(),
                status.part().orElse(null),
                status.compared(),
                status.progress(),
                status.readOnly(),
                status.trouble().orElse(null),
                status.report().map(AdminMapper::report).orElse(null),
                status.startedAt(),
                status.updatedAt());
    }

    private static Answers.MigrationReport report(MigrationReport report) {
        return new Answers.MigrationReport(
                report.verified(),
                report.closedMillis(),
                report.parts().stream()
                        .map(part -> new Answers.MigrationPart(
                                part.part(),
                                part.sourceCount(),
                                part.targetCount(),
                                part.sourceChecksum(),
                                part.targetChecksum()))
                        .toList(),
                report.mismatched(),
                report.mismatches().stream()
                        .map(each -> new Answers.MigrationMismatch(each.part(), each.id(), each.what(), each.fields()))
                        .toList());
    }

    static Answers.PluginChange change(PluginChange change) {
        return new Answers.PluginChange(
                change.jar(), change.outcome().word(), change.message().orElse(null));
    }

    private static Answers.PluginOption option(BoundOptions.Shown shown) {
        return new Answers.PluginOption(
                shown.key(),
                shown.value().orElse(null),
                shown.source(),
                shown.option().description());
    }

    private static Answers.Health health(Health health) {
        return new Answers.Health(health.state().name(), health.message(), health.details());
    }
}
