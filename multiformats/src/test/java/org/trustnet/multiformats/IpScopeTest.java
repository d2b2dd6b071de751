package org.trustnet.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ends of each network of the IANA special-purpose registries, and what lies beside them. */
class IpScopeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UNSPECIFIED | 0.0.0.0
          UNSPECIFIED | 0.255.255.255
          UNSPECIFIED | ::
          PRIVATE | 10.0.0.0
          PRIVATE | 10.255.255.255
          PRIVATE | 172.16.0.0
          PRIVATE | 172.31.255.255
          PRIVATE | 192.168.0.0
          PRIVATE | 192.168.255.255
          PRIVATE | 2002:a00:1::1
          CGNAT | 100.64.0.0
          CGNAT | 100.127.255.255
          LOOPBACK | 127.0.0.0
          LOOPBACK | 127.255.255.255
          LOOPBACK | ::1
          LOOPBACK | 2002:7f00:1::1
          LINK_LOCAL | 169.254.0.0
          LINK_LOCAL | 169.254.255.255
          LINK_LOCAL | fe80::
          LINK_LOCAL | febf:ffff::1
          ULA | fc00::
          ULA | fdff:ffff::1
          MULTICAST | 224.0.0.0
          MULTICAST | 239.255.255.255
          MULTICAST | ff00::
          MULTICAST | ffff:ffff::1
          IPV4_MAPPED | ::ffff:0.0.0.0
          IPV4_MAPPED | ::ffff:8.8.8.8
          RESERVED | 192.0.0.0
          RESERVED | 192.0.0.255
          RESERVED | 192.0.2.0
          RESERVED | 192.0.2.255
          RESERVED | 192.88.99.0
          RESERVED | 192.88.99.255
          RESERVED | 198.18.0.0
          RESERVED | 198.19.255.255
          RESERVED | 198.51.100.0
          RESERVED | 198.51.100.255
          RESERVED | 203.0.113.0
          RESERVED | 203.0.113.255
          RESERVED | 240.0.0.0
          RESERVED | 255.255.255.255
          RESERVED | ::2
          RESERVED | ::8.8.8.8
          RESERVED | 64:ff9b::
          RESERVED | 64:ff9b::808:808
          RESERVED | 64:ff9b:1::1
          RESERVED | 100::
          RESERVED | 100::ffff:ffff:ffff:ffff
          RESERVED | 1fff:ffff::1
          RESERVED | 2001::
          RESERVED | 2001:0:4136:e378::1
          RESERVED | 2001:2::1
          RESERVED | 2001:10::1
          RESERVED | 2001:20::1
          RESERVED | 2001:1ff:ffff::1
          RESERVED | 2001:db8::
          RESERVED | 2001:db8:ffff::1
          RESERVED | 2002:c058:6301::1
          RESERVED | 3fff::
          RESERVED | 3fff:fff:ffff::1
          RESERVED | 4000::
          RESERVED | 5f00::1
          RESERVED | fbff:ffff::1
          RESERVED | fe00::1
          RESERVED | fec0::
          RESERVED | feff:ffff::1
          PUBLIC | 1.0.0.0
          PUBLIC | 9.255.255.255
          PUBLIC | 11.0.0.0
          PUBLIC | 100.63.255.255
          PUBLIC | 100.128.0.0
          PUBLIC | 126.255.255.255
          PUBLIC | 128.0.0.0
          PUBLIC | 169.253.255.255
          PUBLIC | 169.255.0.0
          PUBLIC | 172.15.255.255
          PUBLIC | 172.32.0.0
          PUBLIC | 191.255.255.255
          PUBLIC | 192.0.1.255
          PUBLIC | 192.0.3.0
          PUBLIC | 192.88.98.255
          PUBLIC | 192.88.100.0
          PUBLIC | 192.167.255.255
          PUBLIC | 192.169.0.0
          PUBLIC | 198.17.255.255
          PUBLIC | 198.20.0.0
          PUBLIC | 198.51.99.255
          PUBLIC | 198.51.101.0
          PUBLIC | 203.0.112.255
          PUBLIC | 203.0.114.0
          PUBLIC | 223.255.255.255
          PUBLIC | 2000::
          PUBLIC | 2000:ffff:ffff::1
          PUBLIC | 2001:200::
          PUBLIC | 2001:db7:ffff::1
          PUBLIC | 2001:db9::
          PUBLIC | 2002:808:808::1
          PUBLIC | 2003::1
          PUBLIC | 2620:4f:8000::1
          PUBLIC | 3ffe:ffff::1
          PUBLIC | 3fff:1000::
          PUBLIC | 3fff:ffff::1
          """)
  void scopeIsWhatTheRegistriesSay(IpAddress.Scope scope, String text) {
    IpAddress address = text.indexOf(':') < 0 ? IpAddress.parse4(text) : IpAddress.parse6(text);

    assertThat(address.scope()).isEqualTo(scope);
    assertThat(address.isPublic()).isEqualTo(scope == IpAddress.Scope.PUBLIC);
  }
}
