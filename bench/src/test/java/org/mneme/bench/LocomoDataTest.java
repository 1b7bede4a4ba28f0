package org.mneme.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocomoDataTest {

    /** Made up, in the form of the data set. */
    private static final String CONVERSATIONS = """
            [{"conversation": {
                "session_1_date_time": "1:56 pm on 8 May, 2023",
                "session_1": [{"speaker": "Ada", "dia_id": "D1:1", "text": "I like tea."}],
                "session_2_date_time": "12:09 am on 13 September, 2023",
                "session_2": [{"speaker": "Bo", "dia_id": "D2:1", "text": "So do I."}]},
              "qa": [
                {"question": "Who likes tea?", "category": 1, "evidence": ["D1:1; D2:1", "D9:9"]},
                {"question": "Who knows?", "category": 3, "evidence": []},
                {"question": "Who too?", "category": 4, "evidence": ["D:2:01"]}]}]
            """;

    @Test
    void turnsKnowTheirSessionAndItsDate() throws IOException {
        assertThat(read().turns())
                .containsExactly(
                        new LocomoData.Turn(
                                1, "1/D1:1", "1/D1", Instant.parse("2023-05-08T13:56:00Z"), "Ada: I like tea."),
                        new LocomoData.Turn(
                                1, "1/D2:1", "1/D2", Instant.parse("2023-09-13T00:09:00Z"), "Bo: So do I."));
    }

    @Test
    void questionsKnowTheTurnsThatExistAndOthersAreLeftOut() throws IOException {
        assertThat(read().questions())
                .containsExactly(
                        new LocomoData.Question(1, 1, "Who likes tea?", Set.of("1/D1:1", "1/D2:1")),
                        new LocomoData.Question(1, 4, "Who too?", Set.of("1/D2:1")));
        assertThat(read().questions().get(0).sessions()).containsExactlyInAnyOrder("1/D1", "1/D2");
    }

    private static LocomoData read() throws IOException {
        return LocomoData.of(new ObjectMapper().readTree(CONVERSATIONS));
    }
}
