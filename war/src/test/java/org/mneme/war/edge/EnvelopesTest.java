package org.mneme.war.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mneme.api.MemoryException;
import org.mneme.war.dialect.Dialect;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.http.HttpFault;
import org.mneme.war.json.Json;

class EnvelopesTest {

    /** One error of every kind. */
    private static final List<MemoryException> ERRORS = List.of(
            MemoryException.invalid("limit", "limit must be a whole number"),
            MemoryException.unauthorized("no such key"),
            MemoryException.forbidden("not yours"),
            MemoryException.notFound("memory", "no such memory"),
            MemoryException.conflict("idempotency_conflict", "another body"),
            MemoryException.tooLarge("content_too_large", "content", "content is too long"),
            MemoryException.throttled("slow down", Duration.ofSeconds(7)),
            MemoryException.embeddingUnavailable("the model is away", Duration.ofSeconds(3), null),
            MemoryException.outcomeUnknown("connection lost", null),
            MemoryException.defect("secret detail", null));

    @Test
    void theListHasEveryKind() {
        assertThat(ERRORS).extracting(MemoryException::kind).containsExactlyInAnyOrder(MemoryException.Kind.values());
    }

    @ParameterizedTest
    @EnumSource
    void everyDialectSaysEveryKindAsAnErrorInJson(Dialect dialect) {
        for (MemoryException error : ERRORS) {
            ErrorAnswer answer = Envelopes.of(dialect).of(error, "req_1");
            assertThat(answer.status()).isBetween(400, 599);
            assertThat(answer.mediaType()).endsWith("json");
            assertThat(text(answer)).doesNotContain("secret detail");
            if (error.kind() != MemoryException.Kind.DEFECT) {
                assertThat(text(answer)).contains(error.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyDialectSaysEveryFaultOfHttpWithItsStatus(Dialect dialect) {
        for (HttpFault fault : HttpFault.values()) {
            ErrorAnswer answer = Envelopes.of(dialect).of(fault, "what is wrong", "req_1");
            assertThat(answer.status()).isEqualTo(fault.status());
            assertThat(text(answer)).contains("what is wrong");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, 400, invalid_request",
        "UNAUTHORIZED, 401, unauthorized",
        "FORBIDDEN, 403, forbidden",
        "NOT_FOUND, 404, not_found",
        "TOO_LARGE, 422, content_too_large",
        "THROTTLED, 429, rate_limited",
        "UNAVAILABLE, 503, embedding_unavailable",
        "DEFECT, 500, internal_error"
    })
    void retainrSaysWhatItsTableSays(MemoryException.Kind kind, int status, String code) {
        ErrorAnswer answer = Envelopes.of(Dialect.RETAINR).of(error(kind), "req_1");

        assertThat(answer.status()).isEqualTo(status);
        JsonNode body = json(answer);
        assertThat(body.get("error").asText()).isEqualTo(code);
        assertThat(body.get("message").asText()).isNotBlank();
        assertThat(body.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, 400, VALIDATION_ERROR",
        "UNAUTHORIZED, 401, UNAUTHORIZED",
        "FORBIDDEN, 403, NOT_AUTHORIZED",
        "NOT_FOUND, 404, MEMORY_NOT_FOUND",
        "CONFLICT, 409, IDEMPOTENCY_CONFLICT",
        "THROTTLED, 429, RATE_LIMITED",
        "UNAVAILABLE, 503, TEMPORARY_UNAVAILABLE",
        "OUTCOME_UNKNOWN, 504, TIMEOUT",
        "DEFECT, 500, INTERNAL_ERROR"
    })
    void retainDbSaysWhatItsTableSays(MemoryException.Kind kind, int status, String code) {
        ErrorAnswer answer = Envelopes.of(Dialect.RETAINDB).of(error(kind), "trc_1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(answer).get("trace_id").asText()).isEqualTo("trc_1");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, 422, invalid_request_error, invalid_request",
        "UNAUTHORIZED, 401, authentication_error, invalid_api_key",
        "FORBIDDEN, 403, permission_error, forbidden",
        "NOT_FOUND, 404, not_found_error, memory_not_found",
        "THROTTLED, 429, rate_limit_error, rate_limited",
        "DEFECT, 500, server_error, internal_error"
    })
    void xtraceSaysWhatItsTableSays(MemoryException.Kind kind, int status, String type, String code) {
        ErrorAnswer answer = Envelopes.of(Dialect.XTRACE).of(error(kind), "req_1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).at("/error/type").asText()).isEqualTo(type);
        assertThat(json(answer).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(answer).at("/error/request_id").asText()).isEqualTo("req_1");
    }

    @Test
    void xtraceNamesTheFieldThatIsWrong() {
        JsonNode body = json(Envelopes.of(Dialect.XTRACE).of(error(MemoryException.Kind.INVALID), "req_1"));
        assertThat(body.at("/error/details/errors/0/field").asText()).isEqualTo("limit");
    }

    @Test
    void goMemorySaysTheSameTextTwice() {
        JsonNode body = json(Envelopes.of(Dialect.GOMEMORY).of(error(MemoryException.Kind.INVALID), "req_1"));
        assertThat(body.get("Error").asText()).isEqualTo("limit must be a whole number");
        assertThat(body.get("message")).isEqualTo(body.get("Error"));
    }

    @Test
    void theAdministrationSaysProblemDetails() {
        ErrorAnswer answer = Envelopes.of(Dialect.ADMIN).of(error(MemoryException.Kind.INVALID), "req_1");
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        JsonNode body = json(answer);
        assertThat(body.get("status").asInt()).isEqualTo(answer.status()).isEqualTo(400);
        assertThat(body.get("title").asText()).isNotBlank();
        assertThat(body.get("field").asText()).isEqualTo("limit");
        assertThat(body.get("request_id").asText()).isEqualTo("req_1");
    }

    private static MemoryException error(MemoryException.Kind kind) {
        return ERRORS.stream().filter(error -> error.kind() == kind).findFirst().orElseThrow();
    }

    private static String text(ErrorAnswer answer) {
        return json(answer).toString();
    }

    private static JsonNode json(ErrorAnswer answer) {
        return Json.MAPPER.valueToTree(answer.body());
    }
}
