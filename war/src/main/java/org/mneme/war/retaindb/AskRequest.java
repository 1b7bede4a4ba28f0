package org.mneme.war.retaindb;

import java.util.List;
import java.util.Set;
import org.mneme.core.recall.Profile;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/memory/profile/{userId}/ask} takes: a question, which is a search for what answers it. */
final class AskRequest {

    private static final int SUPPORT = 5;

    private AskRequest() {}

    /** Read a request; {@code reasoning_level} is for a language model, and none has a part in the answer. */
    static SearchRequest of(JsonBody body, String user) {
        body.text("reasoning_level", Limits.WORD);
        return new SearchRequest(
                Place.of(body).ofUser(user),
                body.requireText("query", Limits.QUERY),
                SUPPORT,
                Set.of(),
                List.of(),
                false,
                true,
                Profile.BALANCED);
    }
}
