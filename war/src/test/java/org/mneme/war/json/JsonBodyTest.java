package org.mneme.war.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.MemoryException;

class JsonBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "7",
                "{",
                "{\"a\":1",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":[\"\\udc00\\ud800\"]}",
                "{\"a\\ud800\":1}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":1e999}",
                "{\"a\":-1e999}",
                "// comment\n{}"
            })
    void whatIsNotOneProperObjectIsInvalid(String document) {
        assertInvalid(() -> parse(document));
    }

    @Test
    void onlyUtf8IsRead() {
        for (String charset : new String[] {"UTF-16", "UTF-32", "ISO-8859-1"}) {
            byte[] document = "{\"a\":\"ä\"}".getBytes(Charset.forName(charset));
            assertInvalid(() -> JsonBody.parse(document));
        }
        byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
        assertInvalid(() -> JsonBody.parse(overlong));
    }

    @Test
    void aDocumentMayBeDeepButNotEndless() {
        String deep = "[".repeat(90) + "]".repeat(90);
        assertThat(parse("{\"a\":" + deep + "}").has("a")).isTrue();

        String tooDeep = "[".repeat(100_000) + "]".repeat(100_000);
        assertInvalid(() -> parse("{\"a\":" + tooDeep + "}"));
        assertInvalid(() -> parse("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)));
    }

    @Test
    void aNumberMayBeLongButNotEndless() {
        assertInvalid(() -> parse("{\"a\":" + "9".repeat(10_000) + "}"));
    }

    @Test
    void pairsOfSurrogatesAreText() {
        assertThat(parse("{\"a\":\"\\ud83d\\ude00 😀\"}").requireText("a", 3)).isEqualTo("😀 😀");
    }

    @Test
    void anErrorNamesTheFieldAndWhatIsAllowed() {
        JsonBody body = parse("{\"limit\":0,\"tags\":[\"a\",7],\"memories\":[{\"content\":\"x\"},{\"content\":7}]}");

        assertField(() -> body.integer("limit", 1, 100), "limit", "limit must be a whole number from 1 to 100");
        assertField(() -> body.texts("tags", 20, 64), "tags[1]", "tags[1] must be a string");
        assertField(
                () -> body.objects("memories", 10).get(1).requireText("content", 10),
                "memories[1].content",
                "memories[1].content must be a string");
        assertField(() -> body.requireText("query", 10), "query", "query is required and must be a string");
    }

    @Test
    void absentAndNullAreTheSame() {
        JsonBody body = parse("{\"a\":null}");

        assertThat(body.has("a")).isFalse();
        assertThat(body.text("a", 5)).isEmpty();
        assertThat(body.integer("a", 0, 1)).isEmpty();
        assertThat(body.number("b", 0, 1)).isEmpty();
        assertThat(body.flag("b")).isEmpty();
        assertThat(body.texts("a", 1, 1)).isEmpty();
        assertThat(body.map("a")).isEmpty();
        assertInvalid(() -> body.requireText("a", 5));
    }

    @Test
    void textsAreCountedInCharactersAndNotInUnits() {
        JsonBody body = parse("{\"a\":\"😀😀\"}");

        assertThat(body.text("a", 2)).contains("😀😀");
        assertInvalid(() -> body.text("a", 1));
    }

    @Test
    void numbersAreCheckedForTypeAndRange() {
        JsonBody body = parse("{\"i\":5.0,\"f\":5.5,\"s\":\"5\",\"big\":123456789012345678901234567890,\"n\":0.35}");

        assertThat(body.integer("i", 1, 10)).hasValue(5);
        assertThat(body.number("n", 0, 1)).hasValue(0.35);
        assertInvalid(() -> body.integer("f", 1, 10));
        assertInvalid(() -> body.integer("s", 1, 10));
        assertInvalid(() -> body.longInteger("big", 1, Long.MAX_VALUE));
        assertInvalid(() -> body.number("s", 0, 10));
        assertField(() -> body.number("f", 0, 1), "f", "f must be a number from 0 to 1");
    }

    @Test
    void timesMayHaveAnyOffset() {
        JsonBody body = parse("{\"t\":\"2026-03-14T17:04:05.5+02:00\",\"no\":\"2026-03-14T17:04:05\",\"n\":7}");

        assertThat(body.time("t")).contains(Instant.parse("2026-03-14T15:04:05.500Z"));
        assertInvalid(() -> body.time("no"));
        assertInvalid(() -> body.time("n"));
    }

    @Test
    void wordsAreOneOfAList() {
        JsonBody body = parse("{\"sort\":\"asc\",\"other\":\"up\"}");

        assertThat(body.word("sort", List.of("asc", "desc"))).contains("asc");
        assertField(() -> body.word("other", List.of("asc", "desc")), "other", "other must be one of asc, desc");
    }

    @Test
    void anObjectOfAnyContentComesBackAsItWas() {
        JsonBody body = parse("{\"metadata\":{\"a\":[1,2.5,true,null,{\"b\":\"ü\"}],\"big\":12345678901234567890}}");

        String written = new String(Json.bytes(Map.of("metadata", body.map("metadata"))), StandardCharsets.UTF_8);
        assertThat(written)
                .isEqualTo("{\"metadata\":{\"a\":[1,2.5,true,null,{\"b\":\"ü\"}],\"big\":12345678901234567890}}");
    }

    @Test
    void recordsAreWrittenInOrderInSnakeCaseWithNulls() {
        record Shown(String workspaceId, Instant createdAt, String ttlAt) {}

        Shown shown = new Shown("ws_1", Instant.parse("2026-03-14T15:04:05Z"), null);
        assertThat(new String(Json.bytes(shown), StandardCharsets.UTF_8))
                .isEqualTo("{\"workspace_id\":\"ws_1\",\"created_at\":\"2026-03-14T15:04:05.000Z\",\"ttl_at\":null}");
    }

    private static JsonBody parse(String document) {
        return JsonBody.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.kind()).isEqualTo(MemoryException.Kind.INVALID));
    }

    private static void assertField(ThrowingCallable call, String field, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.field()).contains(field))
                .hasMessage(message);
    }
}
