package org.trustnet.libp2p.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketFaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "finishConnect(..) failed with error(-111): Verbindung verweigert | connection refused",
        "finishConnect(..) failed with error(-110): Connection timed out | timed out",
        "finishConnect(..) failed with error(-113): No route to host | unreachable",
        "connect(..) failed with error(-101): Network is unreachable | unreachable",
        "connect(..) failed with error(-99): Cannot assign it | no address to reach it from",
        "recvAddress(..) failed with error(-104): Connection reset by peer | connection reset",
        "writevAddresses(..) failed with error(-32): Broken pipe | connection reset",
        "socket(..) failed with error(-24): Too many open files | too many open files",
        "connect(..) failed with error(-1): Operation not permitted | does not permit it",
        "something(..) failed with error(-7777): what nobody knows | the connection failed"
      })
  void saysWhatEpollNamesByItsCallAndNumber(String text, String told) {
    assertThat(SocketFault.told(new IOException(text))).endsWith(told).doesNotContain("(");
  }

  @Test
  void saysWhatTheJdkNamesInItsOwnWords() {
    Map<Exception, String> faults =
        Map.of(
            new ConnectException("Connection refused: /127.0.0.1:1"), "connection refused",
            new ConnectException("Connection refused: getsockopt: /[::1]:1"), "connection refused",
            new ConnectException("Operation timed out"), "timed out",
            new ConnectTimeoutException("connection timed out after 5000 ms"), "timed out",
            new NoRouteToHostException(), "unreachable",
            new SocketException("Network is unreachable"), "unreachable",
            new SocketException("Connection reset"), "connection reset",
            new IOException((String) null), "the connection failed");

    faults.forEach((fault, told) -> assertThat(SocketFault.told(fault)).isEqualTo(told));
    assertThat(List.copyOf(faults.values())).hasSize(8);
  }
}
