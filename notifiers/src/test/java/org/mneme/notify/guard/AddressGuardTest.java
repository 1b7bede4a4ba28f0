package org.mneme.notify.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.MemoryException;

class AddressGuardTest {

    private static final HostResolver NOBODY = host -> {
        throw new UnknownHostException(host);
    };

    private static AddressGuard guard(String... allowed) {
        return new AddressGuard(false, List.of(allowed), NOBODY);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hook.example.com/abc123, https://hook.example.com/abc123",
        "HTTPS://Hook.Example.COM, https://hook.example.com/",
        "https://hook.example.com.:443/a, https://hook.example.com/a",
        "https://hook.example.com:8443/a?b=c&d=%2F, https://hook.example.com:8443/a?b=c&d=%2F",
        "https://hook.example.com?x=1, https://hook.example.com/?x=1",
        "https://hook.example.com/ü|[x], https://hook.example.com/%C3%BC%7C%5Bx%5D",
        "https://hook.example.com/100%, https://hook.example.com/100%25",
        "https://bücher.example/, https://xn--bcher-kva.example/",
        "https://日本語。jp/, https://xn--wgv71a119e.jp/",
        "https://93.184.216.34/, https://93.184.216.34/",
        "https://[2606:2800:220:1::1]:444/, https://[2606:2800:220:1:0:0:0:1]:444/",
        "https://[64:ff9b::5db8:d822]/, https://[64:ff9b:0:0:0:0:5db8:d822]/",
        "https://my_host.example/, https://my_host.example/"
    })
    void acceptsPublicAddressesInOneForm(String written, String sent) {
        assertThat(guard().check(written).uri()).hasToString(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://straße.example/", "https://faß.de/", "https://a\u200db.example/"})
    void refusesNamesThatTwoStandardsSendToDifferentHosts(String address) {
        assertThatThrownBy(() -> guard().check(address)).isInstanceOf(MemoryException.class);
    }

    @Test
    void aNameThatCannotBeLookedUpTodayMayBeRegistered() {
        assertThatCode(() -> guard().check("https://not-yet.example/")).doesNotThrowAnyException();
    }

    @Test
    void aNameThatLeadsInsideIsRefusedWithAReason() throws Exception {
        InetAddress inside = InetAddress.getByName("10.1.2.3");
        AddressGuard guard = new AddressGuard(false, List.of(), host -> List.of(inside));
        assertThatThrownBy(() -> guard.check("https://inside.example/"))
                .hasMessageContaining("inside.example is a private network")
                .hasMessageContaining("operator");
    }

    @Test
    void ofSeveralAddressesOnlyThoseAllowedAreUsed() throws Exception {
        InetAddress inside = InetAddress.getByName("10.1.2.3");
        InetAddress outside = InetAddress.getByName("93.184.216.34");
        AddressGuard guard = new AddressGuard(false, List.of(), host -> List.of(inside, outside));
        assertThat(guard.resolve("both.example")).containsExactly(outside);
    }

    @Test
    void anAllowedNetworkIsAllowedInEverySpellingOfItsAddresses() throws Exception {
        AddressGuard guard = guard("10.1.0.0/16", "fd00:1::/32");
        guard.permit(InetAddress.getByName("10.1.255.1"));
        guard.permit(InetAddress.getByName("::ffff:10.1.0.1"));
        guard.permit(InetAddress.getByName("64:ff9b::a01:1"));
        guard.permit(InetAddress.getByName("fd00:1::9"));
        assertThatThrownBy(() -> guard.permit(InetAddress.getByName("10.2.0.1")))
                .isInstanceOf(ForbiddenAddressException.class);
        assertThatThrownBy(() -> guard.permit(InetAddress.getByName("fd00:2::9")))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void localhostIsANameLikeAnyOtherOnceItsNetworkIsAllowed() throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        AddressGuard guard = new AddressGuard(true, List.of("127.0.0.0/8"), host -> List.of(here));
        assertThat(guard.check("http://localhost:8080/x").uri()).hasToString("http://localhost:8080/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "10.0.0.0/x", "example.com", "::1/129", "0x7f.0.0.1", ""})
    void aNetworkThatCannotBeReadStopsTheStart(String network) {
        assertThatThrownBy(() -> guard(network)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressHasABoundedLength() {
        assertThatThrownBy(() -> guard().check("https://a.example/" + "x".repeat(2048)))
                .hasMessageContaining("2048");
    }
}
