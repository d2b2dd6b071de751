package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.libp2p.dns.LoopbackDns;
import org.trustnet.trust.Samples;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;

/** Row 22 of the scenarios at running nodes: a list cannot aim its followers at their own nets. */
@Timeout(300)
final class PrivateRemotesTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;
  private LoopbackDns dns;
  private Node publisher;
  private Node follower;
  private RpcCalls ofPublisher;
  private RpcCalls ofFollower;

  /** A service of the follower's machine that counts who comes, and hangs up. */
  private static final class Service implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final AtomicInteger calls = new AtomicInteger();

    Service() throws IOException {
      Thread.startVirtualThread(this::count);
    }

    private void count() {
      while (!socket.isClosed()) {
        try (Socket _ = socket.accept()) {
          calls.incrementAndGet();
        } catch (IOException e) {
          // The socket was closed, or the other end was quicker.
        }
      }
    }

    String address() {
      return "/ip4/127.0.0.1/tcp/" + socket.getLocalPort();
    }

    int calls() {
      return calls.get();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    dns = new LoopbackDns();
    publisher = node("publisher");
    ofPublisher = new RpcCalls(publisher.api(), folder.resolve("publisher"));
    follower = node("follower");
    ofFollower = new RpcCalls(follower.api(), folder.resolve("follower"));
  }

  private Node node(String name) throws IOException {
    NewRepository.create(folder.resolve(name), Profile.TEST, REAL);
    Map<String, String> environment =
        Map.of(
            "TRUSTNET_DNS_RESOLVERS",
            "test=" + dns.url(),
            "TRUSTNET_TRUST_ALLOWPRIVATEREMOTES",
            "false");
    return Node.start(folder.resolve(name), environment, REAL, _ -> {});
  }

  @AfterEach
  void stop() throws IOException {
    ofFollower.close();
    follower.close();
    ofPublisher.close();
    publisher.close();
    dns.close();
  }

  /** Calls an operation of the follower, which must go well. */
  private String call(String operation, String... arguments)
      throws IOException, InterruptedException {
    StringBuilder path = new StringBuilder(operation).append('?');
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? "arg" : argument.substring(0, equals);
      path.append('&').append(RpcCalls.query(name, argument.substring(equals + 1)));
    }
    var answer = ofFollower.call(path.toString());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(path + ": " + text).isEqualTo(200);
    return text;
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long begun = REAL.nanos().getAsLong();
    while (!condition.call()) {
      assertThat(REAL.nanos().getAsLong() - begun).isLessThan(PATIENCE.toNanos());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Has the follower know the list of the publisher. Returns the list's name. */
  private String follows(TrustFile list) throws Exception {
    String name = publisher.peer().toName();
    call("swarm/connect", publisher.addresses().getFirst().toString());
    assertThat(ofPublisher.call("publish", TrustFileWriter.write(list)).statusCode())
        .isEqualTo(200);
    call("trust/add", name, "level=advanced", "label=acme", "yes=true");
    return name;
  }

  @Test
  void row22RemotesThatAreOrLeadToPrivateAddressesAreNotDialled() throws Exception {
    String fra = Samples.peer("fra").toString();
    try (Service written = new Service();
        Service named = new Service();
        Service local = new Service();
        Service users = new Service()) {
      dns.text("_dnsaddr.inside.test", "dnsaddr=/dnsaddr/deep.test/p2p/" + fra);
      dns.text("_dnsaddr.deep.test", "dnsaddr=" + named.address() + "/p2p/" + fra);
      String localhost = "/dns4/localhost/tcp/" + local.socket.getLocalPort();
      String name =
          follows(Samples.file(Samples.node("fra", written.address(), localhost, "inside.test")));
      eventually(() -> call("trust/explain", fra, "hold-connection").contains("\"allowed\":true"));

      // A direct entry beside it: each try to reach the peer now goes to every remote that counts.
      call(
          "trust/add",
          users.address() + "/p2p/" + fra,
          "level=peer",
          "allow=hold-connection",
          "yes=true");
      int before = users.calls();
      eventually(() -> users.calls() >= before + 2);

      assertThat(dns.questions()).as("the name was looked up").isPositive();
      assertThat(written.calls() + named.calls() + local.calls()).isZero();
      assertThat(call("trust/explain", fra, "hold-connection"))
          .contains("acme: remote " + written.address() + " is not used: a loopback address")
          .contains("acme: remote " + localhost + " is not used: a name of this machine")
          .contains(
              "inside.test leads to "
                  + named.address()
                  + "/p2p/"
                  + fra
                  + ", which is not used: a loopback address");

      call("trust/level", "acme", "ultimate", "key=" + name, "yes=true");
      eventually(() -> written.calls() > 0 && named.calls() > 0);
      assertThat(call("trust/explain", fra, "hold-connection")).doesNotContain("is not used");
    }
  }
}
