package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Write the requests and read the answers of one service. */
interface EmbeddingProtocol {

    /** Return the provider's id, which begins the model's id too. */
    String id();

    /** Return the address that texts are posted to. */
    URI endpoint(URI base);

    /** Return the headers that carry the key, as most services expect it. */
    default Map<String, String> authentication(String apiKey) {
        return Endpoints.bearer(apiKey);
    }

    /** Write the request for a batch of texts. The service must refuse a text that is too long, never cut it. */
    ObjectNode request(EmbeddingRequest request);

    /**
     * Return the vectors of an answer, in the order of the texts, unchecked.
     *
     * @throws RemoteFailure if the answer is not of this service's form
     */
    List<JsonNode> vectors(JsonNode answer);
}
