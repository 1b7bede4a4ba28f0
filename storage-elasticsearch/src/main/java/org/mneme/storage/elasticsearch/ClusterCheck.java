package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.elasticsearch.client.ResponseException;
import org.mneme.api.MemoryException;

/**
 * Ask, before anything else, what answers at the configured addresses, and tell an operator which option is to be changed if it
 * is not a cluster that this server can use.
 */
final class ClusterCheck {

    private static final int MAJOR = 8;
    private static final int MINOR = 19;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

    private final ElasticsearchOptions options;

    ClusterCheck(ElasticsearchOptions options) {
        this.options = options;
    }

    /**
     * Check the cluster.
     *
     * @throws MemoryException that names the option it is about
     */
    void check(Cluster cluster) {
        try {
            checkVersion(cluster.requests().introduction());
        } catch (ResponseException e) {
            throw refused(e);
        } catch (JsonProcessingException e) {
            throw notElasticsearch("it does not answer with JSON");
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private void checkVersion(JsonNode introduction) {
        String version = introduction.path("nodes").findPath("version").asText();
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            throw notElasticsearch("it does not say its version");
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
            throw wrong(
                    "hosts",
                    "name a cluster of version " + version + "; Elasticsearch " + MAJOR + "." + MINOR
                            + " or newer is needed");
        }
    }

    private MemoryException refused(ResponseException answer) {
        int status = answer.getResponse().getStatusLine().getStatusCode();
        return switch (status) {
            case 401 ->
                options.apiKey().isPresent()
                        ? wrong("api-key", "is not accepted by the cluster (401)")
                        : options.user().isPresent()
                                ? wrong("user", "and password are not accepted by the cluster (401)")
                                : wrong("api-key", "is missing, or user and password: the cluster asks for them (401)");
            case 403 ->
                wrong(
                        options.apiKey().isPresent() ? "api-key" : "user",
                        "may not do what is needed (403): to monitor the cluster, and everything with the indices "
                                + options.indexPrefix() + "-*");
            case 408, 429, 502, 503, 504 -> ElasticsearchErrors.unavailable(answer);
            default -> notElasticsearch("it answers " + status + " to GET " + Requests.INTRODUCTION);
        };
    }

    private MemoryException unreachable(IOException problem) {
        if (ElasticsearchErrors.caused(problem, CertificateException.class)) {
            return away("ca-certificate or ca-fingerprint: the certificate of the cluster is not trusted", problem);
        }
        if (ElasticsearchErrors.caused(problem, SSLException.class)) {
            return away("hosts: what is there does not speak TLS as this server does, at " + addresses(), problem);
        }
        return away(
                "hosts: nothing answers as a cluster does at " + addresses()
                        + "; where it expects TLS, addresses begin with https://",
                problem);
    }

    private String addresses() {
        return String.join(", ", options.hosts());
    }

    private MemoryException notElasticsearch(String why) {
        return wrong("hosts", "name something that is not Elasticsearch, at " + addresses() + ": " + why);
    }

    private static MemoryException away(String what, IOException cause) {
        return MemoryException.storageUnavailable("mneme.storage.elasticsearch." + what, cause);
    }

    private static MemoryException wrong(String option, String what) {
        return ElasticsearchOptions.wrong(option, what);
    }
}
