package org.mneme.war.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedPathsTest {

    @Test
    void thePrefixIsLeftOutWhereTheAddressAloneDecides() {
        assertThat(PublishedPaths.publish("/retainr/v1/memories/{id}")).isEqualTo("/v1/memories/{id}");
        assertThat(PublishedPaths.publish("/retaindb/v1/memory/search")).isEqualTo("/v1/memory/search");
        assertThat(PublishedPaths.publish("/gomemory/add_memory")).isEqualTo("/add_memory");
        assertThat(PublishedPaths.publish("/xtrace/v1/memories/jobs/{id}")).isEqualTo("/v1/memories/jobs/{id}");
    }

    @Test
    void thePrefixStaysWhereTheAddressAloneWouldLeadElsewhere() {
        assertThat(PublishedPaths.publish("/xtrace/v1/memories")).isEqualTo("/xtrace/v1/memories");
        assertThat(PublishedPaths.publish("/admin/v1/plans")).isEqualTo("/admin/v1/plans");
        assertThat(PublishedPaths.publish("/health")).isEqualTo("/health");
    }
}
