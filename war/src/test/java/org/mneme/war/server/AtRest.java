package org.mneme.war.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Look at what a server has stored, past the server: in the files of its data directory, and in its indices if it has any. */
public final class AtRest {

    private AtRest() {}

    /** Tell whether a text of ASCII characters is written anywhere by the servers of a data directory. */
    public static boolean holds(Path data, String text) {
        return inFiles(data, text)
                || (ChosenStorage.is(ChosenStorage.ELASTICSEARCH)
                        && documents(ChosenStorage.environment(data).get("MNEME_STORAGE_ELASTICSEARCH_INDEX_PREFIX"))
                                .contains(text));
    }

    private static boolean inFiles(Path data, String text) {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                // every byte is one character: the texts that are looked for are ASCII
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String documents(String prefix) {
        String indices = ElasticsearchNode.uris().split(",")[0] + "/" + prefix + "-*";
        ask(indices + "/_refresh");
        return ask(indices + "/_search?size=10000");
    }

    private static String ask(String uri) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
