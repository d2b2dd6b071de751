package org.trustnet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.bootstrap.http.RpcGuard;
import org.trustnet.bootstrap.http.RpcServer;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.multiformats.Multiaddr;

@Timeout(60)
class NodeProofTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private static boolean proved(int port, String token, Duration patience) throws Exception {
    RpcAddress address = RpcAddress.parse("/ip4/127.0.0.1/tcp/" + port);
    try (HttpConnection connection = HttpConnection.open(address)) {
      return new NodeProof(address, token, patience).isGivenOn(connection);
    }
  }

  @Test
  void isGivenByTheNodeThatHasTheTokenAlone() throws Exception {
    Multiaddr any = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
    try (RpcServer node =
        RpcServer.start(any, new Operations(), new RpcGuard("ours", Map.of()), () -> true)) {
      int port = node.address(any).port().orElseThrow();
      assertThat(proved(port, "ours", LONG)).isTrue();
      assertThat(proved(port, "another", LONG)).isFalse();
    }
  }

  @Test
  void isNotAwaitedForever() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(proved(silent.getLocalPort(), "ours", Duration.ofMillis(50))).isFalse();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }
}
