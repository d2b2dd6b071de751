package org.trustnet.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {
  private static final String PEER = "QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC";

  /** Hex from go-multiaddr's multiaddr_test.go, "TestStringToBytes". */
  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/udp/1234, 047f000001910204d2",
    "/ip4/127.0.0.1/tcp/4321, 047f0000010610e1",
    "/ip4/127.0.0.1/udp/1234/ip4/127.0.0.1/tcp/4321, 047f000001910204d2047f0000010610e1",
  })
  void writesTheBytesThatGoWrites(String text, String hex) {
    assertThat(Multiaddr.parse(text).encode().toHex()).isEqualTo(hex);
    assertThat(Multiaddr.decode(Bytes.hex(hex))).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/1.2.3.4/tcp/80/p2p/" + PEER,
        "/ip6/2001:db8::1/udp/4001/quic-v1",
        "/ip6/::1/tcp/4001/tls/sni/example.com/ws",
        "/dnsaddr/bootstrap.libp2p.io/p2p/" + PEER,
        "/ip4/1.2.3.4/tcp/1/p2p/" + PEER + "/p2p-circuit/p2p/" + PEER,
        "/unix/tmp/sockets/api.sock",
        "/ip4/1.2.3.4/tcp/443/tls/http/http-path/a%2Fb",
        "/memory/18446744073709551615",
      })
  void readsBackWhatItWrites(String text) {
    Multiaddr address = Multiaddr.parse(text);

    assertThat(address).hasToString(text);
    assertThat(Multiaddr.decode(address.encode())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "ip4/1.2.3.4",
        "//",
        "/ip4",
        "/ip4/256.1.1.1",
        "/ip4/1.2.3",
        "/ip4/01.2.3.4",
        "/ip4/1.2.3.4/tcp",
        "/ip4/1.2.3.4/tcp/65536",
        "/dns4/a\nERROR forged/tcp/1",
        "/dnsaddr/a\u001b[31m",
        "/ip4/1.2.3.4/tcp/1/tls/sni/a\u202eb",
        "/ip4/1.2.3.4/tcp/-1",
        "/ip6/fe80::1%lo/tcp/1",
        "/ip6/:::/tcp/1",
        "/nope/1",
        "/p2p/nonsense",
        "/dns//tcp/1",
        "/memory/18446744073709551616",
        "/memory/99999999999999999999",
        "/memory/100000000000000000000",
      })
  void refusesAMalformedTextAndNamesIt(String text) {
    assertThatThrownBy(() -> Multiaddr.parse(text))
        .isInstanceOf(MultiformatException.class)
        .hasMessageContaining("not a multiaddr: \"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "04", "047f0000", "ff01", "a503051220", "3500", "3503ffffff"})
  void refusesMalformedBytes(String hex) {
    assertThatThrownBy(() -> Multiaddr.decode(Bytes.hex(hex)))
        .isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/ip4/1.2.3.4/tcp/1//, /ip4/1.2.3.4/tcp/1",
    "/unix/a//, /unix/a",
    "/unix/a/b/, /unix/a/b",
  })
  void dropsAllClosingSlashes(String text, String canonical) {
    assertThat(Multiaddr.parse(text)).hasToString(canonical);
    assertThat(Multiaddr.parse(canonical)).isEqualTo(Multiaddr.parse(text));
  }

  @Test
  void readsIpfsAsAnOldNameOfP2p() {
    assertThat(Multiaddr.parse("/ipfs/" + PEER)).hasToString("/p2p/" + PEER);
  }

  @Test
  void acceptsAsManyComponentsAsTheLimitAndNotOneMore() {
    String many = "/ws".repeat(Multiaddr.MAX_COMPONENTS);

    assertThat(Multiaddr.parse(many).components()).hasSize(Multiaddr.MAX_COMPONENTS);
    assertThatThrownBy(() -> Multiaddr.parse(many + "/ws"))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void acceptsAsManyBytesAsTheLimitAndNotOneMore() {
    // code, two bytes of length, name
    Bytes longest =
        Bytes.concat(Bytes.hex("35fd07"), Bytes.utf8("a".repeat(Multiaddr.MAX_BYTES - 3)));
    Bytes tooLong = Bytes.concat(longest, Multiaddr.parse("/ws").encode());

    assertThat(Multiaddr.decode(longest).encode()).isEqualTo(longest);
    assertThatThrownBy(() -> Multiaddr.decode(tooLong)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void replacesThePeerItEndsIn() {
    PeerId other = PeerId.parse("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA");
    Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/1/p2p/" + PEER);

    assertThat(address.withPeer(other).peerId()).contains(other);
    assertThat(address.withoutPeer()).contains(Multiaddr.parse("/ip4/1.2.3.4/tcp/1"));
    assertThat(Multiaddr.parse("/p2p/" + PEER).withoutPeer()).isEmpty();
  }
}
