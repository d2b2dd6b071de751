package org.trustnet.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Multiaddr;

class DialTargetsTest {
  private static List<Multiaddr> addresses(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(port -> Multiaddr.parse("/ip4/192.0.2.1/tcp/" + port))
        .toList();
  }

  @Test
  void keepsTheFirstOfTooManyAddressesAndEachOnce() {
    List<Multiaddr> most = addresses(DialTargets.MAX_ADDRESSES);
    assertThat(DialTargets.only(most).addresses()).isEqualTo(most);
    assertThat(DialTargets.only(addresses(DialTargets.MAX_ADDRESSES + 1)).addresses())
        .isEqualTo(most);
    DialTargets twice =
        DialTargets.union(List.of(DialTargets.only(addresses(3)), DialTargets.only(addresses(2))));
    assertThat(twice).isEqualTo(DialTargets.only(addresses(3)));
  }

  @Test
  void unionWithWhatWasHeardIsHeard() {
    DialTargets given = DialTargets.beside(addresses(1));
    DialTargets heard = DialTargets.heard(addresses(2));
    assertThat(DialTargets.union(List.of(given, heard)).origin())
        .isEqualTo(DialTargets.Origin.HEARD);
    assertThat(DialTargets.union(List.of(heard, given)).origin())
        .isEqualTo(DialTargets.Origin.HEARD);
    assertThat(DialTargets.union(List.of(given, given)).origin())
        .isEqualTo(DialTargets.Origin.GIVEN);
    assertThat(heard.through(address -> java.util.Optional.of("no")).origin())
        .isEqualTo(DialTargets.Origin.HEARD);
  }

  @Test
  void unionOfNobodyIsWhatTheAddressBookHolds() {
    assertThat(DialTargets.union(List.of()).known()).isEqualTo(DialTargets.Known.DIALLED);
  }
}
