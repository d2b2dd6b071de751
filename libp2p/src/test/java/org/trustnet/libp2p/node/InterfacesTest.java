package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.IpAddress;

class InterfacesTest {
  private static Stream<InetAddress> machine(int addresses) {
    return IntStream.range(0, addresses)
        .boxed()
        .flatMap(i -> Stream.of("169.254.0." + i, "10.0.0." + i, "fe80::" + i))
        .map(InetAddress::ofLiteral);
  }

  @Test
  void looksAtAsManyAddressesAsItMayAndNotAtOneMore() {
    int most = Interfaces.MAX_ADDRESSES;

    assertThat(Interfaces.of(machine(most)))
        .hasSize(most)
        .endsWith(IpAddress.parse4("10.0.0." + (most - 1)));
    assertThat(Interfaces.of(machine(most + 1))).isEqualTo(Interfaces.of(machine(most)));
  }

  @Test
  void findsTheLoopbackAddressOfThisMachine() {
    assertThat(Interfaces.addresses()).contains(IpAddress.parse4("127.0.0.1"));
  }
}
