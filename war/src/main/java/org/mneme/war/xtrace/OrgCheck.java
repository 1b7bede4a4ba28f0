package org.mneme.war.xtrace;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mneme.api.MemoryException;

/** Demand the {@code X-Org-Id} of XTrace's callers, and that it names their key's workspace. */
public final class OrgCheck {

    private static final String HEADER = "X-Org-Id";

    private OrgCheck() {}

    /**
     * Check a request whose key is known.
     *
     * @param headers gives the value of a header, null if it was not sent
     * @param workspace the id of the key's workspace
     * @param required whether the header must be there
     * @throws MemoryException of kind {@code INVALID}, code {@code missing_org_id}, if it is required and absent; of kind
     *     {@code FORBIDDEN}, code {@code org_mismatch}, if it names another workspace
     */
    public static void check(UnaryOperator<String> headers, String workspace, boolean required) {
        Optional<String> org =
                Optional.ofNullable(headers.apply(HEADER)).map(String::strip).filter(text -> !text.isEmpty());
        if (org.isEmpty() && required) {
            throw MemoryException.invalid(
                    "missing_org_id", HEADER, "the header X-Org-Id is required: send the id of your workspace");
        }
        if (org.isPresent() && !org.get().equals(workspace)) {
            throw MemoryException.forbidden(
                    "org_mismatch", "the API key does not belong to the organisation in X-Org-Id");
        }
    }
}
