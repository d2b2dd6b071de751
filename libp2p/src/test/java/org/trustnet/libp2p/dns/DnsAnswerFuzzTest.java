package org.trustnet.libp2p.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Type;

class DnsAnswerFuzzTest {
  @FuzzTest
  void readsAnyBytes(byte[] input) {
    DnsAnswer.parse(input)
        .ifPresent(
            answer -> {
              if (answer.getHeader().getOpcode() != Opcode.QUERY) {
                return;
              }
              assertThat(DnsAnswer.records(answer, Name.root, Type.A, 16))
                  .hasSizeLessThanOrEqualTo(16);
              assertThat(DnsAnswer.records(answer, Name.root, Type.TXT, 2))
                  .hasSizeLessThanOrEqualTo(2);
            });
  }

  @FuzzTest
  void readsTheTextOfServers(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    DnsServer server;
    try {
      server = DnsServer.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("not a DNS server: ");
      return;
    }
    switch (server) {
      case DnsServer.Udp udp -> assertThat(udp.address().isUnresolved()).isFalse();
      case DnsServer.Tcp tcp -> assertThat(tcp.address().isUnresolved()).isFalse();
      case DnsServer.Https https -> assertThat(https.url()).isEqualTo(text);
    }
  }
}
