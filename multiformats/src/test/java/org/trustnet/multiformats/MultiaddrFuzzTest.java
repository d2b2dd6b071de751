package org.trustnet.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Whatever comes, it is an address or refused with a reason; an address reads back as itself. */
final class MultiaddrFuzzTest {
  @FuzzTest
  void readsBinaryAddressesExactly(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    read(() -> Multiaddr.decode(bytes))
        .ifPresent(
            address -> {
              assertThat(address.encode()).isEqualTo(bytes);
              assertThat(address.components()).hasSizeBetween(1, Multiaddr.MAX_COMPONENTS);
              String text = address.toString();
              // The text of a path takes in all that follows it.
              if (!address.has(Protocol.UNIX) && text.length() <= Multiaddr.MAX_BYTES) {
                assertThat(Multiaddr.parse(text)).isEqualTo(address);
              }
              answersQuestions(address);
            });
  }

  @FuzzTest
  void readsTheTextOfAddresses(byte[] input) {
    read(() -> Multiaddr.parse(new String(input, StandardCharsets.UTF_8)))
        .ifPresent(
            address -> {
              assertThat(Multiaddr.decode(address.encode())).isEqualTo(address);
              if (address.toString().length() <= Multiaddr.MAX_BYTES) {
                assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
              }
              answersQuestions(address);
            });
  }

  @FuzzTest
  void readsTheTextOfIpAddresses(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    read(() -> IpAddress.parse4(text))
        .ifPresent(ip -> assertThat(IpAddress.parse4(ip.toString())).isEqualTo(ip));
    read(() -> IpAddress.parse6(text))
        .ifPresent(
            ip -> {
              assertThat(IpAddress.parse6(ip.toString())).isEqualTo(ip);
              assertThat(ip.prefix(48).prefix(48)).isEqualTo(ip.prefix(48));
              assertThat(ip.scope()).isNotNull();
            });
  }

  private static void answersQuestions(Multiaddr address) {
    address.ip().ifPresent(ip -> assertThat(ip.scope()).isNotNull());
    address.port().ifPresent(port -> assertThat(port).isBetween(0, 65_535));
    address.peerId().ifPresent(peer -> assertThat(address.toString()).endsWith("/p2p/" + peer));
    address.withoutPeer().ifPresent(rest -> assertThat(address.toString()).startsWith("" + rest));
  }

  private static <T> Optional<T> read(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (MultiformatException e) {
      assertThat(e).hasMessageMatching("(?s)\\S.*");
      return Optional.empty();
    }
  }
}
