package org.mneme.war.gomemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    @Test
    void anIdIsTheKnownVersion5UuidOfItsName() {
        // what python's uuid.uuid5(uuid.NAMESPACE_OID, "python.org") gives
        assertThat(RequestIds.version5("python.org"))
                .isEqualTo(UUID.fromString("cd5d0bff-2444-5d26-ab53-4f7db1cb733d"));
    }

    @Test
    void anIdIsMadeOfAllContentsAndTheUser() {
        assertThat(RequestIds.of(List.of("a", "b"), "u")).isEqualTo(RequestIds.version5("abu"));
    }

    @Test
    void aJobIsTheSameNumberInHexDigits() {
        UUID id = UUID.fromString("0a1b2c3d-4e5f-5a7b-8c9d-0e1f2a3b4c5d");
        assertThat(RequestIds.job(id)).isEqualTo("job_0a1b2c3d4e5f5a7b8c9d0e1f2a3b4c5d");
    }

    @Test
    void onlyAUuidIsAnId() {
        assertThat(RequestIds.isOne("0a1b2c3d-4e5f-5a7b-8c9d-0e1f2a3b4c5d")).isTrue();
        assertThat(RequestIds.isOne("1-1-1-1-1")).isFalse();
        assertThat(RequestIds.isOne("job_0a1b2c3d")).isFalse();
    }
}
