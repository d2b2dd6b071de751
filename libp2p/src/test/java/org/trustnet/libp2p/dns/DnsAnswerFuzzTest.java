package org.trustnet.libp2p.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;
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
              DnsAnswer.records(answer, Name.root, Type.A, 16);
              DnsAnswer.records(answer, Name.root, Type.TXT, 16);
            });
  }
}
