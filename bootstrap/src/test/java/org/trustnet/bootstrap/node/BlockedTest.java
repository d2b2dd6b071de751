package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.libp2p.dns.LoopbackDns;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.Samples;
import org.trustnet.trust.file.TrustFileWriter;

/** Rows 8 and 9 of the scenarios at running nodes: what a user blocked. */
@Timeout(180)
final class BlockedTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private LoopbackDns dns;
  private Node publisher;
  private Node reader;
  private RpcCalls ofPublisher;
  private RpcCalls ofReader;

  @BeforeEach
  void start() throws IOException {
    dns = new LoopbackDns();
    publisher = node("publisher");
    ofPublisher = new RpcCalls(publisher.api(), folder.resolve("publisher"));
    reader = node("reader");
    ofReader = new RpcCalls(reader.api(), folder.resolve("reader"));
  }

  private Node node(String name) throws IOException {
    NewRepository.create(folder.resolve(name), Profile.TEST, REAL);
    return Node.start(
        folder.resolve(name), Map.of("TRUSTNET_DNS_RESOLVERS", "test=" + dns.url()), REAL, _ -> {});
  }

  @AfterEach
  void stop() throws IOException {
    ofReader.close();
    reader.close();
    ofPublisher.close();
    publisher.close();
    dns.close();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String call(String operation, String argument) {
    return operation + "?" + RpcCalls.query("arg", argument);
  }

  /** Calls until it goes well: what was published may still be on its way. */
  private String soon(String operation) throws IOException, InterruptedException {
    long begun = REAL.nanos().getAsLong();
    HttpResponse<byte[]> answer = ofReader.call(operation);
    while (answer.statusCode() != 200 && REAL.nanos().getAsLong() - begun < PATIENCE.toNanos()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = ofReader.call(operation);
    }
    assertThat(answer.statusCode()).as(operation + ": " + text(answer)).isEqualTo(200);
    return text(answer);
  }

  @Test
  void row9ABlockedNameIsResolvedByNoCommandAndOnNoWayThatLeadsToIt() throws Exception {
    String name = publisher.peer().toName();
    dns.text("_dnslink.site.test", "dnslink=/ipns/" + name);
    String address = publisher.addresses().getFirst().toString();
    assertThat(ofReader.call(call("swarm/connect", address)).statusCode()).isEqualTo(200);
    Bytes list = TrustFileWriter.write(Samples.file(Samples.node("fra")));
    assertThat(text(ofPublisher.call("publish", list))).contains(name);
    List<String> ways =
        List.of(
            call("name/resolve", name),
            call("name/resolve", name) + "&nocache=true",
            call("name/resolve", name) + "&recursive=false",
            call("name/resolve", name) + "&offline=true",
            call("name/resolve", publisher.peer().toString()),
            call("name/resolve", "site.test"),
            call("name/get", name),
            call("cat", "/ipns/" + name),
            call("cat", "/ipns/site.test"),
            call("file/show", name));
    for (String way : ways) {
      assertThat(soon(way)).isNotEmpty();
    }

    assertThat(ofReader.call(call("trust/block", "/ipns/" + name)).statusCode()).isEqualTo(200);

    for (String way : ways) {
      assertThat(text(ofReader.call(way)))
          .as(way)
          .contains(
              "\"Kind\":\"REFUSED\"",
              "\"ExitCode\":4",
              name + " is blocked; trust unblock /ipns/" + name);
    }
    assertThat(soon(call("name/resolve", "site.test") + "&recursive=false"))
        .as("where a domain leads is no secret")
        .contains(name);

    assertThat(ofReader.call(call("trust/unblock", "/ipns/" + name) + "&yes=true").statusCode())
        .isEqualTo(200);
    assertThat(soon(call("name/resolve", name))).contains("/ipfs/");
  }

  @Test
  void blockingAConnectedPublisherTellsWhatEndsAndRefreshingAllPassesItOver() throws Exception {
    String address = publisher.addresses().getFirst().toString();
    String name = publisher.peer().toName();
    assertThat(ofReader.call(call("swarm/connect", address)).statusCode()).isEqualTo(200);
    assertThat(ofReader.call(call("trust/add", name) + "&level=trusted&label=acme").statusCode())
        .isEqualTo(200);

    assertThat(text(ofReader.call(call("trust/block", publisher.peer().toString()))))
        .contains("; its connection is ended; name " + name, "\"Ended\":1");

    assertThat(text(ofReader.call("trust/refresh")))
        .contains("\"label\":\"acme\"", "\"outcome\":\"blocked\"")
        .doesNotContain("error");
    assertThat(text(ofReader.call(call("trust/refresh", "acme"))))
        .contains("\"ExitCode\":4", name + " is blocked; trust unblock /ipns/" + name);
  }

  @Test
  void row8ABlockedPeerIsNeitherConnectedToNorTakenAsAContact() throws Exception {
    String address = publisher.addresses().getFirst().toString();
    String peer = publisher.peer().toString();
    assertThat(ofReader.call(call("trust/block", "/p2p/" + peer)).statusCode()).isEqualTo(200);

    for (String operation :
        List.of("swarm/connect", "ping", "id", "bootstrap/add", "swarm/peering/add")) {
      assertThat(text(ofReader.call(call(operation, address))))
          .as(operation)
          .contains(
              "\"Kind\":\"REFUSED\"", "\"ExitCode\":4", "is blocked", "trust unblock /p2p/" + peer);
    }
    assertThat(text(ofReader.call(call("trust/explain", peer) + "&arg=bootstrap")))
        .contains("\"allowed\":false", "\"rule\":\"blocked\"")
        .contains("is blocked: no function, no connection either way")
        .contains("would change it: trust unblock /p2p/" + peer);
    assertThat(text(ofReader.call("swarm/peering/ls"))).doesNotContain(peer);
    assertThat(text(ofReader.call("bootstrap/list"))).doesNotContain(peer);
    assertThat(text(ofReader.call(call("swarm/connect", reader.addresses().getFirst() + ""))))
        .as("nobody forbade this")
        .contains("\"ExitCode\":1", "this node itself");
  }
}
