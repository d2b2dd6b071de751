package org.trustnet.trust.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.trust.Samples;
import org.trustnet.trust.model.Remote;

/** Which addresses a list may make us dial; the rules about peers are told in the scenarios. */
final class RemoteRulesTest {
  private static IpAddress ip(String text) {
    return text.contains(":") ? IpAddress.parse6(text) : IpAddress.parse4(text);
  }

  private static RemoteRules.Judged judged(String ip) {
    String protocol = ip.contains(":") ? "ip6" : "ip4";
    Remote remote = Remote.parse("/%s/%s/tcp/4001".formatted(protocol, ip));
    return RemoteRules.judge(List.of(remote), Samples.peer("x"), Policy.RemoteScope.PUBLIC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.0.0",
        "192.0.0.255",
        "198.18.0.0",
        "198.19.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "2002:c612:1::1", // 6to4 of 198.18.0.1
        "64:ff9b::a00:1",
        "100::1",
        "::2"
      })
  void noListMakesUsDialAReservedAddress(String reserved) {
    assertThat(judged(reserved).usable()).isEmpty();
    assertThat(judged(reserved).dropped())
        .singleElement()
        .extracting(RemoteRules.Dropped::reason)
        .isEqualTo("a reserved address");
    assertThat(RemoteRules.fault(ip(reserved), Policy.RemoteScope.PUBLIC)).isPresent();
    assertThat(RemoteRules.fault(ip(reserved), Policy.RemoteScope.ANY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.1.255",
        "192.0.2.0",
        "192.0.2.255",
        "192.0.3.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.100.7",
        "203.0.113.255",
        "2001:db8::1",
        "2001:db8:ffff:ffff::1",
        "3fff::1",
        "3fff:fff:ffff::1"
      })
  void addressesOfDocumentationAndThoseBesideReservedOnesMayBeDialled(String address) {
    assertThat(judged(address).dropped()).isEmpty();
    assertThat(RemoteRules.fault(ip(address), Policy.RemoteScope.PUBLIC)).isEmpty();
  }
}
