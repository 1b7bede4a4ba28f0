package org.mneme.extract.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.mneme.spi.extractor.ExtractorProvider;
import org.mneme.tck.extractor.ExtractorContract;

/** Proves the contract with a service whose model repeats the sentences it is shown. */
class LlmContractTest extends ExtractorContract {

    private final ChatServer server = new ChatServer().nextFrom(LlmContractTest::repeat);

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected ExtractorProvider provider() {
        return new LlmExtractorProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("url", server.url(), "model", "parrot");
    }

    private static String repeat(ChatServer.Received request) {
        ObjectNode answer = ChatServer.JSON.createObjectNode();
        ArrayNode statements = answer.putArray("statements");
        for (JsonNode message : request.fenced()) {
            for (String sentence : message.path("content").asText().split("(?<=[.!?])\\s+")) {
                statements
                        .addObject()
                        .put("message", message.path("message").asInt())
                        .put("content", sentence)
                        .put("type", "factual")
                        .put("importance", 0.5);
            }
        }
        return answer.toString();
    }
}
