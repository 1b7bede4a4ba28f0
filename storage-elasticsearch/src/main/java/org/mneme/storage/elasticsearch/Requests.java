package org.mneme.storage.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.elasticsearch.client.Node;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.RestClient;
import org.mneme.api.MemoryException;

/** Send requests to the nodes of the cluster, and remember when it may be away. */
final class Requests implements AutoCloseable {

    /** Where a node says what it is, and what it listens to. */
    static final String INTRODUCTION = "/_nodes/_local/http";

    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");
    private static final int DEFINITION_MILLIS = 60_000;

    private final RestClient rest;
    private final Failures failures;
    private final String writeTimeout;
    private final ElasticsearchClient client;
    private volatile boolean suspect;

    private Requests(RestClient rest, Failures failures, Duration requestTimeout) {
        this.rest = rest;
        this.failures = failures;
        // the cluster gives up before this server does, so that there is an answer
        this.writeTimeout = requestTimeout.dividedBy(2).toMillis() + "ms";
        this.client = new ElasticsearchClient(new RestClientTransport(rest, new JacksonJsonpMapper()));
    }

    static Requests to(ElasticsearchOptions options) {
        Failures failures = new Failures();
        RestClient rest = Connection.open(options, failures);
        return new Requests(rest, failures, options.requestTimeout());
    }

    /** Count the nodes that failed while they were asked: the client then sends the same to the next one by itself. */
    private static final class Failures extends RestClient.FailureListener {
        private final AtomicLong count = new AtomicLong();

        @Override
        public void onFailure(Node node) {
            count.incrementAndGet();
        }
    }

    /** Return how many nodes have failed so far while they were asked. */
    long failedNodes() {
        return failures.count.get();
    }

    /** Return the typed client, for what is asked rarely. */
    ElasticsearchClient client() {
        return client;
    }

    /** Send a request that changes nothing, or may be sent twice. */
    JsonNode call(String method, String path, Map<String, String> parameters, Object body) {
        return call(method, path, parameters, body, RequestOptions.DEFAULT);
    }

    /** Ask a node what it is, and leave it to the caller what to make of no answer. */
    JsonNode introduction() throws IOException {
        return send("GET", INTRODUCTION, Map.of(), null, ContentType.APPLICATION_JSON, RequestOptions.DEFAULT);
    }

    /** Ask, and wait for each node, and for a free connection to it, only so long. */
    JsonNode soon(String path, Map<String, String> parameters, Duration most) {
        int millis = (int) most.toMillis();
        RequestConfig impatient = RequestConfig.custom()
                .setConnectTimeout(millis)
                .setConnectionRequestTimeout(millis)
                .setSocketTimeout(millis)
                .build();
        return call("GET", path, parameters, null, with(impatient));
    }

    /** Make, change or delete what all nodes have to hear of: a busy cluster takes its time. */
    void define(String method, String path, Object body) {
        RequestConfig patient = RequestConfig.custom()
                .setConnectTimeout(DEFINITION_MILLIS)
                .setSocketTimeout(DEFINITION_MILLIS)
                .build();
        call(method, path, Map.of(), body, with(patient));
    }

    private static RequestOptions with(RequestConfig config) {
        return RequestOptions.DEFAULT.toBuilder().setRequestConfig(config).build();
    }

    /** Send several searches of an index at once; each line with its line feed. */
    JsonNode searches(String index, byte[] lines) {
        try {
            return sendLines("/" + index + "/_msearch", Map.of(), lines);
        } catch (IOException e) {
            throw away(e);
        }
    }

    /** Send writes to an alias and to nothing else, and leave it to the caller what to make of no answer. */
    JsonNode write(String alias, byte[] lines) throws IOException {
        return sendLines("/" + alias + "/_bulk", Map.of("timeout", writeTimeout, "require_alias", "true"), lines);
    }

    private JsonNode sendLines(String path, Map<String, String> parameters, byte[] lines) throws IOException {
        return send("POST", path, parameters, lines, NDJSON, RequestOptions.DEFAULT);
    }

    private JsonNode call(
            String method, String path, Map<String, String> parameters, Object body, RequestOptions options) {
        byte[] bytes = body == null ? null : Codec.bytes(body);
        try {
            return send(method, path, parameters, bytes, ContentType.APPLICATION_JSON, options);
        } catch (IOException e) {
            throw away(e);
        }
    }

    /** Say that there was no answer, or none but a refusal, where nothing was to be written or it may be sent again. */
    MemoryException away(IOException failure) {
        return noted(ElasticsearchErrors.unavailable(failure));
    }

    /** Remember that the cluster may be away, so that no write is sent before it was asked. */
    MemoryException noted(MemoryException failure) {
        suspect |= failure.kind() == MemoryException.Kind.UNAVAILABLE
                || failure.kind() == MemoryException.Kind.OUTCOME_UNKNOWN;
        return failure;
    }

    /**
     * After a failure, ask whether every shard of an index is there: a write that is not sent has certainly changed nothing,
     * while one that no shard takes in time may yet be carried out.
     */
    void askFirst(String index) {
        if (suspect) {
            String status = call("GET", "/_cluster/health/" + index, Map.of("timeout", "1s"), null)
                    .path("status")
                    .asText();
            if (status.equals("red")) {
                throw MemoryException.storageUnavailable("a shard of the Elasticsearch cluster is away", null);
            }
            suspect = false;
        }
    }

    private JsonNode send(
            String method,
            String path,
            Map<String, String> parameters,
            byte[] body,
            ContentType type,
            RequestOptions options)
            throws IOException {
        Request request = new Request(method, path);
        request.setOptions(options);
        parameters.forEach(request::addParameter);
        if (body != null) {
            request.setEntity(new ByteArrayEntity(body, type));
        }
        try {
            Response response = rest.performRequest(request);
            return Codec.MAPPER.readTree(response.getEntity().getContent());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            throw e;
        } catch (RuntimeException e) {
            // the client is closed, or the thread was interrupted while it waited
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        try {
            rest.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
