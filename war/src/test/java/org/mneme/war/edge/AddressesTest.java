package org.mneme.war.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/memories", "/a%2Fb", "/a%20b", "/%C3%A4", "/a..b", "/...", "/~a-b_c.d"})
    void properAddressesPass(String path) {
        assertThat(Addresses.problem(path, "q=%F0%9F%98%80&x=a+b")).isEmpty();
        assertThat(Addresses.problem(path, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%2", "/%zz", "/%-1", "/%00", "/%ff", "/%c3", "/%c0%af", "/ä", "/%ed%a0%80", "/a b"})
    void whatIsNotPercentEncodedUtf8IsRefused(String path) {
        assertThat(Addresses.problem(path, null)).isPresent();
        assertThat(Addresses.problem("/", path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/a/..", "/a/../b", "/./a", "/%2e%2e/a", "/a/%2E", "/.%2e"})
    void dotSegmentsAreRefused(String path) {
        assertThat(Addresses.problem(path, null)).isPresent();
    }
}
