package org.mneme.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mneme.api.MemoryException;
import org.mneme.notify.guard.AddressGuard;
import org.mneme.notify.guard.ForbiddenAddressException;
import org.mneme.notify.guard.HostResolver;
import org.mneme.spi.notifier.Notifier;

/** Nothing a tenant can write or resolve makes this server connect to itself or its network; a canary would see it. */
class ForbiddenAddressTest {

    /** The worst name server there is: whatever is asked, the answer is this machine. */
    private static final HostResolver HOSTILE = host -> List.of(InetAddress.getByName("127.0.0.1"));

    private Receiver canary;

    @BeforeEach
    void listen() throws Exception {
        canary = Receiver.answering("200 OK");
    }

    @AfterEach
    void stop() throws Exception {
        canary.close();
    }

    /** Return hosts that lead, in one program or another, to this machine or its surroundings. */
    private static List<String> hosts() {
        List<String> hosts = new ArrayList<>(List.of(
                // this machine, in decimal, octal, hexadecimal, short and overlong forms
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "127.127.127.127",
                "127.255.255.254",
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0X7F000001",
                "0x7f.1",
                "0x7f.0.1",
                "0x7f.0.0.1",
                "0x7f.0x0.0x0.0x1",
                "0177.0.0.1",
                "0177.1",
                "0177.0.1",
                "00177.00.00.01",
                "127.0.0.01",
                "127.0.0.001",
                "127.000.000.001",
                "0127.0.0.1",
                "127.0.0x1",
                "127.0x1",
                "127.00000000000000001",
                "0x7f000001.",
                "127.0.0.1.",
                "127.1.",
                "2130706433.",
                "127.0.0.1..",
                "127..0.0.1",
                "127.0.0.256",
                "127.0.0.1.1",
                "4294967295",
                "4294967296",
                "6425673729",
                "0x17f000001",
                "0",
                "0x0",
                "00",
                "0.0.0.0",
                "0.0",
                "0.",
                "0x",
                "-2130706433",
                "+2130706433",
                "1e9",
                // this machine, by name
                "localhost",
                "LOCALHOST",
                "LocalHost",
                "localhost.",
                "localhost.localdomain",
                "ip6-localhost",
                "ip6-loopback",
                "a.localhost",
                "deep.er.localhost",
                "a.localhost.",
                "ｌｏｃａｌｈｏｓｔ",
                "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
                "𝓁𝑜𝒸𝒶𝓁𝒽𝑜𝓈𝓉",
                "loc\u00ADalhost",
                "local\u200Bhost",
                "localhost%00",
                "localhost%2e",
                "%6c%6f%63%61%6c%68%6f%73%74",
                // this machine, in other digits and dots
                "①②⑦.0.0.1",
                "①②⑦.⓪.⓪.①",
                "１２７.０.０.１",
                "127。0。0。1",
                "127．0．0．1",
                "127｡0｡0｡1",
                "１２７。０。０。１",
                "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
                "𝟙𝟚𝟟.𝟘.𝟘.𝟙",
                "²¹³⁰⁷⁰⁶⁴³³",
                "₂₁₃₀₇₀₆₄₃₃",
                "２１３０７０６４３３",
                "0ｘ7f000001",
                "⓪ｘ7f.1",
                "127.0.0.①",
                "¹27.0.0.1",
                "127.0.0.1。",
                // this machine, as IPv6
                "[::1]",
                "[::]",
                "[0:0:0:0:0:0:0:1]",
                "[0000:0000:0000:0000:0000:0000:0000:0001]",
                "[::0001]",
                "[0::1]",
                "[::127.0.0.1]",
                "[::7f00:1]",
                "[::ffff:127.0.0.1]",
                "[::FFFF:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:7f00:0001]",
                "[0:0:0:0:0:ffff:127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[::ffff:0.0.0.0]",
                "[::1%lo]",
                "[::1%25lo]",
                "[::1%1]",
                "[fe80::1%eth0]",
                "[::ffff:127.1]",
                "[::ffff:0x7f.1]",
                "[::ffff:0177.0.0.1]",
                "[::①]",
                "[127.0.0.1]",
                "[::1",
                "::1",
                "[::1]]",
                "[[::1]]",
                "[::1].example",
                // IPv4 inside IPv6: mapped, compatible, translated, 6to4, Teredo, ISATAP
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b::a00:1]",
                "[64:ff9b::169.254.169.254]",
                "[64:ff9b:1::7f00:1]",
                "[64:ff9b:1:ffff::10.0.0.1]",
                "[2002:7f00:1::]",
                "[2002:7f00:0001::1]",
                "[2002:a00:1::]",
                "[2002:c0a8:101::]",
                "[2002:a9fe:a9fe::]",
                "[2001::1]",
                "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
                "[2001:0000:7f00:1::]",
                "[fe80::5efe:127.0.0.1]",
                "[fe80::5efe:7f00:1]",
                "[::ffff:10.0.0.1]",
                "[::ffff:192.168.1.1]",
                "[::ffff:a9fe:a9fe]",
                "[::10.0.0.1]",
                // private, shared, link-local
                "10.0.0.1",
                "10.255.255.255",
                "167772161",
                "0xa000001",
                "012.0.0.1",
                "10.1",
                "172.16.0.1",
                "172.31.255.255",
                "0xac.16.0.1",
                "192.168.0.1",
                "192.168.1.1",
                "3232235777",
                "0xc0a80101",
                "192.168.257",
                "0300.0250.0.1",
                "100.64.0.1",
                "100.127.255.254",
                "169.254.0.1",
                "169.254.1.1",
                "[fe80::1]",
                "[febf::1]",
                "[fc00::1]",
                "[fd00::1]",
                "[fd12:3456:789a::1]",
                "[fec0::1]",
                "[feff::1]",
                // metadata of clouds
                "169.254.169.254",
                "169.254.169.254.",
                "2852039166",
                "0xa9fea9fe",
                "0xa9.0xfe.0xa9.0xfe",
                "0251.0376.0251.0376",
                "169.254.43518",
                "169.16689662",
                "[::ffff:169.254.169.254]",
                "[fd00:ec2::254]",
                "[fd00:0ec2:0:0:0:0:0:254]",
                "[fd20:ce::254]",
                "169.254.170.2",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "metadata.google.internal",
                "METADATA.google.internal.",
                "instance-data.ec2.internal",
                "①⑥⑨.②⑤④.①⑥⑨.②⑤④",
                // multicast, broadcast, reserved, documentation, benchmarks
                "224.0.0.1",
                "239.255.255.250",
                "255.255.255.255",
                "240.0.0.1",
                "250.1.2.3",
                "[ff02::1]",
                "[ff0e::1]",
                "192.0.0.1",
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "198.18.0.1",
                "198.19.255.255",
                "192.88.99.1",
                "[2001:db8::1]",
                "[3fff::1]",
                "[2001:2::1]",
                "[2001:10::1]",
                "[100::1]",
                "[5f00::1]",
                "[4000::1]",
                "0.1.2.3"));
        // names that a hostile name server answers for
        hosts.addAll(List.of(
                "rebind.example",
                "127.0.0.1.nip.example",
                "a_b.example",
                "xn--bcher-kva.example",
                "bücher.example",
                "intranet",
                "spoofed.burp.example"));
        return hosts;
    }

    /** Return whole addresses in which the host is not where it seems to be. */
    private List<String> disguises() {
        int port = canary.port();
        return Stream.of(
                        "http://public.example@127.0.0.1:{port}/",
                        "http://public.example:80@127.0.0.1:{port}/",
                        "http://user:pass@public.example@127.0.0.1:{port}/",
                        "http://127.0.0.1:{port}@public.example/",
                        "http://127.0.0.1:{port}\\@public.example/",
                        "http://public.example\\@127.0.0.1:{port}/",
                        "http://public.example#@127.0.0.1:{port}/",
                        "http://public.example?@127.0.0.1:{port}/#",
                        "http:\\\\127.0.0.1:{port}/",
                        "http:/127.0.0.1:{port}/",
                        "http:127.0.0.1:{port}/",
                        "http:///127.0.0.1:{port}/",
                        "//127.0.0.1:{port}/",
                        "127.0.0.1:{port}",
                        " http://127.0.0.1:{port}/",
                        "http://127.0.0.1:{port} /",
                        "http://127.0.0.1\t:{port}/",
                        "http://127.0.0.1\n:{port}/",
                        "http://127.0.0.1:{port}/\r\nHost: public.example",
                        "http://\u200B127.0.0.1:{port}/",
                        "http://127.0.0.1:0{port}/",
                        "http://127.0.0.1:{port}:80/",
                        "http://127.0.0.1:+{port}/",
                        "http://127.0.0.1:",
                        "http://127.0.0.1:99999/",
                        "http://127.0.0.1:0/",
                        "http://:{port}/",
                        "http:///",
                        "http://",
                        "HTTP://127.0.0.1:{port}/",
                        "hTTps://127.0.0.1:{port}/",
                        "ftp://127.0.0.1:{port}/",
                        "file:///etc/passwd",
                        "gopher://127.0.0.1:{port}/_",
                        "jar:http://127.0.0.1:{port}/!/",
                        "unix:///var/run/docker.sock",
                        "url:http://127.0.0.1:{port}/",
                        "")
                .map(text -> text.replace("{port}", "" + port))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void twoHundredSpellingsReachNothing() {
        List<String> addresses = disguises();
        hosts().forEach(host -> addresses.add("http://" + host + ":" + canary.port() + "/hook"));
        assertThat(addresses).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(200);

        List<String> accepted = new ArrayList<>();
        try (Notifier notifier =
                Notifiers.open(HOSTILE, "allow-http", "true", "connect-timeout", "200ms", "total-timeout", "500ms")) {
            for (String address : addresses) {
                try {
                    notifier.check(address);
                    accepted.add(address);
                } catch (MemoryException e) {
                    assertThat(e.kind()).isEqualTo(MemoryException.Kind.INVALID);
                    assertThat(e.field()).contains("url");
                    assertThat(e.getMessage()).contains("url");
                }
                assertThat(notifier.deliver(Notifiers.to(address)).delivered())
                        .as(address)
                        .isFalse();
            }
        }
        assertThat(accepted).as("accepted at registration").isEmpty();
        assertThat(canary.connections()).isZero();
    }

    @Test
    void theCanarySeesWhatIsAllowed() {
        try (Notifier notifier = Notifiers.open(HOSTILE, "allow-http", "true", "allow-networks", "127.0.0.1")) {
            String address = "http://rebind.example:" + canary.port() + "/";
            notifier.check(address);
            assertThat(notifier.deliver(Notifiers.to(address)).delivered()).isTrue();
        }
        assertThat(canary.connections()).isOne();
    }

    @Test
    void aHundredRebindingTrialsReachNothing() throws Exception {
        // stands for the public host: allowed, and nobody listens there
        InetAddress decoy = InetAddress.getByName("127.0.0.2");
        List<List<InetAddress>> later = List.of(
                List.of(InetAddress.getByName("127.0.0.1")),
                List.of(decoy, InetAddress.getByName("127.0.0.1")),
                List.of(InetAddress.getByName("127.0.0.1"), decoy),
                List.of(InetAddress.getByName("::ffff:127.0.0.1")),
                List.of(InetAddress.getByAddress("public.example", new byte[] {127, 0, 0, 1})),
                List.of(InetAddress.getByName("0.0.0.0")),
                List.of(InetAddress.getByName("::1")),
                List.of(InetAddress.getByName("::")),
                List.of(InetAddress.getByName("64:ff9b::7f00:1")),
                List.of(InetAddress.getByName("::127.0.0.1")));
        AtomicInteger registrations = new AtomicInteger();
        for (int trial = 0; trial < 100; trial++) {
            List<InetAddress> second = later.get(trial % later.size());
            boolean alternating = trial >= 50;
            AtomicInteger asked = new AtomicInteger();
            HostResolver rebinding = host -> {
                int time = asked.getAndIncrement();
                return time == 0 || alternating && time % 2 == 0 ? List.of(decoy) : second;
            };
            try (Notifier notifier = Notifiers.open(
                    rebinding, "allow-http", "true", "allow-networks", "127.0.0.2/32", "connect-timeout", "300ms")) {
                String address = "http://trial-" + trial + ".example:" + canary.port() + "/";
                assertThatCode(() -> notifier.check(address)).doesNotThrowAnyException();
                registrations.incrementAndGet();
                for (int attempt = 0; attempt < 3; attempt++) {
                    assertThat(notifier.deliver(Notifiers.to(address)).delivered())
                            .isFalse();
                }
                assertThat(asked.get()).isGreaterThanOrEqualTo(4);
            }
        }
        assertThat(registrations).hasValue(100);
        assertThat(canary.connections()).isZero();
    }

    @Test
    void theSocketItselfRefusesWhereverItWasSentFrom() throws Exception {
        AddressGuard guard = new AddressGuard(true, List.of(), HostResolver.ofSystem());
        try (GuardedSocket socket = new GuardedSocket(guard)) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", canary.port()), 500))
                    .isInstanceOf(ForbiddenAddressException.class)
                    .hasMessageContaining("this machine itself");
        }
        try (GuardedSocket socket = new GuardedSocket(guard)) {
            assertThatThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("localhost", canary.port())))
                    .isInstanceOf(UnknownHostException.class);
        }
        assertThat(canary.connections()).isZero();
    }

    @Test
    void withoutPermissionNothingIsSentInClear() {
        try (Notifier notifier = Notifiers.open(HOSTILE, "allow-networks", "127.0.0.1")) {
            String address = "http://a.example:" + canary.port() + "/";
            assertThatThrownBy(() -> notifier.check(address)).hasMessageContaining("https://");
            assertThat(notifier.deliver(Notifiers.to(address)).delivered()).isFalse();
        }
        assertThat(canary.connections()).isZero();
    }
}
