package org.mneme.war.retainr;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mneme.war.server.Answer;
import org.mneme.war.server.Tenant;
import org.mneme.war.server.WireClient;

/** A request with something wrong, made from its number alone, so that a failure can be repeated. */
final class MalformedRequest {

    /** Addresses with a body, and bodies they would take. */
    private static final List<String[]> PROPER = List.of(
            new String[] {"POST", "/v1/memories", Examples.STORE_ALL},
            new String[] {"POST", "/retainr/v1/memories", Examples.STORE},
            new String[] {"POST", "/v1/memories/search", Examples.SEARCH},
            new String[] {"POST", "/v1/memories/context", Examples.CONTEXT},
            new String[] {"DELETE", "/v1/memories", Examples.DELETE},
            new String[] {"POST", "/v1/workspace/apikeys", "{\"name\": \"n8n\"}"});

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "-0.0",
            "123456789012345678901234567890",
            "3.5",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udfff\\ud800\"",
            "[]",
            "[[]]",
            "[null]",
            "[1,2,3]",
            "[\"\"]",
            "{}",
            "{\"a\":{\"b\":[]}}",
            "NaN",
            "Infinity",
            "'x'",
            "undefined",
            "01",
            "0x10",
            "\"\u202e\ufeff\u0301\"");

    private static final List<String> QUERIES = List.of(
            "limit=0",
            "limit=-5",
            "limit=1e3",
            "limit=%30",
            "limit=5&limit=5",
            "limit=99999999999",
            "limit=%00",
            "offset=-1",
            "offset=x",
            "offset=2147483648",
            "sort=up",
            "sort=",
            "namespace=",
            "namespace=%20",
            "namespace=%00",
            "namespace=%F0%9F%98%80%00",
            "tags=" + "a,".repeat(30) + "b",
            "tags=" + "a".repeat(65),
            "limit=ten&offset=none");

    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/xml",
            "text/html",
            "image/png");

    private static final List<String> KEYS =
            List.of("", "Bearer", "Bearer x", "Basic eDp5", "Bearer rec_live_", "Bearer \t", "Negotiate");

    private final int number;
    private final Random random;
    private final StringBuilder what = new StringBuilder();

    MalformedRequest(int number) {
        this.number = number;
        this.random = new Random(8821L * 1_000_003 + number);
    }

    Answer send(Tenant tenant) {
        return request(tenant).send();
    }

    private WireClient.Request request(Tenant tenant) {
        String[] proper = PROPER.get(random.nextInt(PROPER.size()));
        return switch (number % 10) {
            case 0 -> body(tenant, proper, bytes(illTyped(proper[2])));
            case 1 -> body(tenant, proper, bytes(cut(proper[2])));
            case 2 -> body(tenant, proper, bytes(nested()));
            case 3 -> body(tenant, proper, flipped(proper[2]));
            case 4 -> body(tenant, proper, encoded(proper[2]));
            case 5 -> body(tenant, proper, oversized(proper[2]));
            case 6 -> query(tenant);
            case 7 -> address(tenant);
            case 8 -> contentType(tenant, proper);
            default -> key(tenant, proper);
        };
    }

    private WireClient.Request body(Tenant tenant, String[] proper, byte[] body) {
        note(proper[0] + " " + proper[1] + " "
                + new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8));
        WireClient.Request request = tenant.request(proper[0], proper[1]);
        String type = random.nextInt(4) == 0 ? "application/json; charset=utf-16" : "application/json";
        return random.nextInt(3) == 0 ? request.chunked(type, body) : request.bytes(type, body);
    }

    /** Put a value of another type or range in the place of one. */
    private String illTyped(String document) {
        String[] parts = document.split(":", -1);
        int at = 1 + random.nextInt(parts.length - 1);
        String rest = parts[at];
        int end = Math.max(rest.lastIndexOf(','), rest.lastIndexOf('\n'));
        parts[at] = VALUES.get(random.nextInt(VALUES.size())) + (end < 0 ? "}" : rest.substring(end));
        return String.join(":", parts);
    }

    private String cut(String document) {
        int from = random.nextInt(document.length());
        int until = from + random.nextInt(document.length() - from);
        return random.nextBoolean()
                ? document.substring(0, from)
                : document.substring(0, from) + document.substring(until);
    }

    private String nested() {
        int depth = 1 << (4 + random.nextInt(14));
        return switch (random.nextInt(4)) {
            case 0 -> "[".repeat(depth);
            case 1 -> "{\"content\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
            case 2 -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            default ->
                "{\"content\":\"x\",\"namespace\":\"n\",\"metadata\":" + "{\"a\":".repeat(depth) + "1"
                        + "}".repeat(depth + 1);
        };
    }

    private byte[] flipped(String document) {
        byte[] bytes = bytes(document);
        for (int i = 0; i <= random.nextInt(8); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private byte[] encoded(String document) {
        String text = document.replace("customer", "küñde\u4e16\ud83d\ude00");
        return switch (random.nextInt(4)) {
            case 0 -> text.getBytes(StandardCharsets.UTF_16);
            case 1 -> text.getBytes(StandardCharsets.ISO_8859_1);
            case 2 -> text.getBytes(Charset.forName("UTF-32"));
            default -> bytes(text.replaceFirst("\"", "\ufeff\""));
        };
    }

    private byte[] oversized(String document) {
        if (number % 100 == 5) {
            byte[] bytes = new byte[1024 * 1024 + 1 + random.nextInt(4096)];
            Arrays.fill(bytes, (byte) ' ');
            return bytes;
        }
        int length = 1 << random.nextInt(18);
        String content = document.replaceFirst("Customer", "y".repeat(length));
        return bytes(random.nextBoolean() ? content : content.replaceFirst("customer", "x".repeat(length)));
    }

    private WireClient.Request query(Tenant tenant) {
        String address = random.nextInt(3) == 0 ? "/v1/memories/export" : "/v1/memories";
        String query = QUERIES.get(random.nextInt(QUERIES.size()));
        note("GET " + address + "?" + query);
        return tenant.get(address + "?" + query);
    }

    private WireClient.Request address(Tenant tenant) {
        String method = List.of("GET", "POST", "PUT", "PATCH", "DELETE").get(random.nextInt(5));
        StringBuilder address = new StringBuilder(random.nextBoolean() ? "/v1/memories/" : "/retainr/v1/");
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            address.append(
                    switch (random.nextInt(6)) {
                        // a control character or a parameter of an empty segment is refused by Open Liberty itself,
                        // before any application could answer
                        case 0 -> String.format("%%%02X", 0x80 + random.nextInt(128));
                        case 1 -> "%2F";
                        case 2 -> "/";
                        case 3 -> "x;a=b";
                        case 4 -> "mem_";
                        default -> String.valueOf((char) ('a' + random.nextInt(26)));
                    });
        }
        note(method + " " + address);
        return tenant.request(method, address.toString()).json("{}");
    }

    private WireClient.Request contentType(Tenant tenant, String[] proper) {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        note(proper[0] + " " + proper[1] + " as " + type);
        return tenant.request(proper[0], proper[1]).bytes(type, bytes(proper[2]));
    }

    private WireClient.Request key(Tenant tenant, String[] proper) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        note(proper[0] + " " + proper[1] + " with the key " + key);
        return tenant.anonymous(proper[0], proper[1])
                .header("Authorization", key)
                .json(proper[2]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void note(String text) {
        what.append(text);
    }

    /** Tell whether the request holds a text, which may then come back in the answer. */
    boolean sends(String text) {
        return what.indexOf(text) >= 0;
    }

    @Override
    public String toString() {
        return "request " + number + " (" + what + ")";
    }
}
