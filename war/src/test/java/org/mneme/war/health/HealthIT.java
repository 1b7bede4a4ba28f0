package org.mneme.war.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mneme.war.server.OverTheWire;

class HealthIT extends OverTheWire {

    @Test
    void healthAnswersWhatTheClientsOfThreeServicesExpect() {
        http.get("/health").expect(200).is("{\"status\":\"ok\",\"message\":\"Server is healthy!\"}");
    }

    @Test
    void everyDialectHasTheSameHealthUnderItsPrefix() {
        for (String prefix : new String[] {"/retainr", "/retaindb", "/xtrace", "/gomemory"}) {
            http.get(prefix + "/health").expect(200).has("/status", "ok");
        }
    }

    @Test
    void theServerLivesAndIsReady() {
        http.get("/health/live").expect(200).has("/status", "UP");
        http.get("/health/ready").expect(200).has("/status", "UP");
    }

    @Test
    void healthNeedsNoKeyAndSaysWhatItIs() {
        assertThat(http.get("/health").expect(200).header("Content-Type")).contains("application/json");
    }
}
