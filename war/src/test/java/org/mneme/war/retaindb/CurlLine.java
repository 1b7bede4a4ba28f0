package org.mneme.war.retaindb;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.war.server.WireClient;

/**
 * Send what a command line of a document would send, to another server and with another key.
 *
 * <p>Understood is what the documents use: {@code -X}, {@code -H}, {@code -d}, quotes of both kinds, and lines that go on.
 */
final class CurlLine {

    private static final String DOCUMENTED_BASE = "https://api.retaindb.com";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private CurlLine() {}

    static WireClient.Request request(WireClient http, String key, String line) {
        List<String> words = words(line.replace("\\\n", " ").replace("$RETAINDB_API_KEY", key));
        if (!words.get(0).equals("curl")) {
            throw new IllegalArgumentException("not a curl line: " + line);
        }
        String method = "GET";
        String url = "";
        String body = "";
        List<String[]> headers = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-X" -> method = words.get(++i);
                case "-H" -> headers.add(words.get(++i).split(": ", 2));
                case "-d" -> body = words.get(++i);
                default -> url = words.get(i);
            }
        }
        if (!url.startsWith(DOCUMENTED_BASE)) {
            throw new IllegalArgumentException("another service: " + url);
        }
        return request(http.request(method, url.substring(DOCUMENTED_BASE.length())), headers, body);
    }

    private static WireClient.Request request(WireClient.Request request, List<String[]> headers, String body) {
        // a body brings its content type along
        WireClient.Request filled = body.isEmpty() ? request : request.json(body);
        headers.stream()
                .filter(header -> !header[0].equals("Content-Type"))
                .forEach(header -> filled.header(header[0], header[1]));
        return filled;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            for (int group = 1; group <= 3; group++) {
                if (matcher.group(group) != null) {
                    words.add(matcher.group(group));
                }
            }
        }
        return words;
    }
}
