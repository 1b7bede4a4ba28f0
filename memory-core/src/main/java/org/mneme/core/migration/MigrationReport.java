package org.mneme.core.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mneme.spi.storage.TransferItem.Part;

/**
 * Say what a comparison of both storages found.
 *
 * @param verified whether both hold the same
 * @param rounds how often the workspace was gone through while it was open
 * @param closedMillis how long it had been closed for writing when the comparison ended; 0 if it was open
 * @param parts how much there is of each part, and what it adds up to
 * @param mismatches what differs, the first hundred
 * @param mismatched how much differs
 */
public record MigrationReport(
        boolean verified,
        int rounds,
        long closedMillis,
        List<PartReport> parts,
        List<Mismatch> mismatches,
        long mismatched) {

    /**
     * Count a part on both sides.
     *
     * @param sourceChecksum the sum of the SHA-256 of every item with all its fields, modulo 2²⁵⁶, in hex: whatever order
     */
    public record PartReport(
            String part, long sourceCount, long targetCount, String sourceChecksum, String targetChecksum) {

        static PartReport of(Part part, Tally source, Tally target) {
            return new PartReport(word(part), source.count(), target.count(), source.checksum(), target.checksum());
        }
    }

    /**
     * Name something that differs.
     *
     * @param what {@code missing} in the target, {@code additional} there, or {@code different}
     * @param fields which fields differ
     */
    public record Mismatch(String part, String id, String what, List<String> fields) {
        public Mismatch {
            fields = List.copyOf(fields);
        }
    }

    public MigrationReport {
        parts = List.copyOf(parts);
        mismatches = List.copyOf(mismatches);
    }

    static String word(Part part) {
        return part.name().toLowerCase(java.util.Locale.ROOT);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verified", verified);
        json.put("rounds", rounds);
        json.put("closed_millis", closedMillis);
        json.put(
                "parts",
                parts.stream()
                        .map(each -> List.of(
                                each.part,
                                each.sourceCount,
                                each.targetCount,
                                each.sourceChecksum,
                                each.targetChecksum))
                        .toList());
        json.put(
                "mismatches",
                mismatches.stream()
                        .map(each -> List.of(each.part, each.id, each.what, each.fields))
                        .toList());
        json.put("mismatched", mismatched);
        return json;
    }

    static MigrationReport ofJson(Map<String, Object> json) {
        return new MigrationReport(
                (Boolean) json.get("verified"),
                number(json.get("rounds")).intValue(),
                number(json.get("closed_millis")).longValue(),
                rows(json.get("parts")).stream()
                        .map(row -> new PartReport(
                                (String) row.get(0),
                                number(row.get(1)).longValue(),
                                number(row.get(2)).longValue(),
                                (String) row.get(3),
                                (String) row.get(4)))
                        .toList(),
                rows(json.get("mismatches")).stream()
                        .map(row -> new Mismatch(
                                (String) row.get(0),
                                (String) row.get(1),
                                (String) row.get(2),
                                ((List<?>) row.get(3))
                                        .stream().map(String.class::cast).toList()))
                        .toList(),
                number(json.get("mismatched")).longValue());
    }

    private static Number number(Object value) {
        return (Number) value;
    }

    private static List<List<?>> rows(Object value) {
        return ((List<?>) value).stream().<List<?>>map(row -> (List<?>) row).toList();
    }
}
