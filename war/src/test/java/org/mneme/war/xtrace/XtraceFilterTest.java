package org.mneme.war.xtrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.war.json.Json;

class XtraceFilterTest {

    private static final Memory MEMORY = Memory.builder(
                    "mem_1",
                    Scope.of("ws_1").with(Attribute.USER, "u1").with(Attribute.SESSION, "c1"),
                    "Likes tea",
                    Instant.parse("2026-03-10T09:00:00Z"))
            .type(MemoryType.PREFERENCE)
            .tags(List.of("drinks"))
            .metadata(Map.of("n", 3, "lang", "en"))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'user_id':'u1'}",
                "{'user_id':{'$eq':'u1'},'conv_id':{'$in':['c1','c2']}}",
                "{'user_id':{'$ne':'u2'},'agent_id':{'$exists':false}}",
                "{'agent_id':null}",
                "{'user_id':{'$nin':['u2']},'type':'fact','categories':'drinks'}",
                "{'OR':[{'user_id':'u2'},{'conv_id':'c1'}]}",
                "{'AND':[{'user_id':'u1'},{'NOT':{'conv_id':'c2'}}]}",
                "{'user_id':'u1','NOT':[{'type':'episode'},{'categories':{'$in':['food']}}]}",
                "{'user_id':'u1','metadata.n':{'$gt':2,'$lte':3},'metadata.lang':'en'}",
                "{'user_id':'u1','created_at':{'$gte':'2026-03-10T10:00:00+01:00','$lt':'2026-03-11T00:00:00Z'}}",
                "{'user_id':'u1','created_at':{'$lte':'2026-03-10T09:00:00Z'}}"
            })
    void filtersThatHold(String filters) {
        assertThat(parse(filters).filter().test(MEMORY)).isTrue();
        assertThat(parse(filters).scoped()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'user_id':'u2'}",
                "{'user_id':{'$eq':'u1','$ne':'u1'}}",
                "{'agent_id':{'$exists':true}}",
                "{'user_id':'u1','type':'episode'}",
                "{'user_id':'u1','metadata.n':{'$lt':3}}",
                "{'user_id':'u1','created_at':{'$gt':'2026-03-10T09:00:00Z'}}",
                "{'NOT':{'user_id':'u1'}}"
            })
    void filtersThatDoNotHold(String filters) {
        assertThat(parse(filters).filter().test(MEMORY)).isFalse();
    }

    @Test
    void aFilterWithoutAnIdIsNotScoped() {
        assertThat(parse("{'type':'fact'}").scoped()).isFalse();
        assertThat(parse("{}").scoped()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'user':'u1'}",
                "{'user_id':{'$like':'u'}}",
                "{'user_id':5}",
                "{'user_id':{'$gt':'u'}}",
                "{'type':'poem'}",
                "{'AND':[]}",
                "{'OR':{'user_id':'u1'}}",
                "{'created_at':'yesterday'}",
                "{'agent_id':{'$exists':'yes'}}",
                "{'metadata.n':{'a':1}}",
                "{'metadata.n':null}"
            })
    void whatIsNotAFilterNamesItsField(String filters) {
        assertThatThrownBy(() -> parse(filters))
                .isInstanceOfSatisfying(
                        MemoryException.class,
                        e -> assertThat(e.field().orElseThrow()).startsWith("filters."));
    }

    @Test
    void deeplyNestedFiltersAreRefused() {
        String filters = "{'NOT':".repeat(20) + "{'user_id':'u1'}" + "}".repeat(20);
        assertThatThrownBy(() -> parse(filters)).hasMessageContaining("levels deep");
    }

    private static XtraceFilter.Parsed parse(String json) {
        try {
            return XtraceFilter.parse(
                    Json.MAPPER.readValue(json.replace('\'', '"'), new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
