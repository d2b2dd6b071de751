package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.decide.Explainer;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.refresh.Sequences;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.MemoryEntryStore;
import org.trustnet.trust.store.NameRecord;

/** The golden table, rows that only nodes on real sockets settle. */
@Timeout(300)
final class ScenarioNodesTest {
  @TempDir private Path folder;
  private final Deque<TestNode> nodes = new ArrayDeque<>();
  private final PrivateKey publisherKey = TestNode.key();
  private final EntryKey entry = new EntryKey.OfName(publisherKey.peerId());

  private TestNode node() throws IOException {
    Path place = folder.resolve("node-" + nodes.size());
    TestNode node = new TestNode(TestNode.key(), place, new MemoryEntryStore(), TestNode.REAL);
    nodes.push(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  /** Has a node follow the publisher's name, as a list of level advanced. */
  private void follow(TestNode follower) {
    PeerId name = publisherKey.peerId();
    AddOptions options = AddOptions.at(TrustLevel.ADVANCED).labelled("acme");
    follower.does(book -> new AddCommands(book).name(name, options));
    assertThat(follower.refresh(entry))
        .isInstanceOfAny(RefreshOutcome.Updated.class, RefreshOutcome.Unchanged.class);
  }

  /** A node that follows the publisher, who is connected with it. */
  private TestNode follower(TestNode publisher) throws IOException {
    TestNode follower = node().start();
    follower.connect(publisher);
    follow(follower);
    return follower;
  }

  private Life life(TestNode follower) {
    return ((ListedEntry) follower.trust.snapshot().holding(entry).orElseThrow().entry()).life();
  }

  private Optional<Long> floor(TestNode follower) {
    return follower
        .trust
        .store()
        .name(publisherKey.peerId())
        .flatMap(NameRecord::floor)
        .map(Floor::sequence);
  }

  private static boolean mayBeHeld(TestNode at, TestNode peer) {
    return at.trust
        .snapshot()
        .allows(peer.peer(), TrustFunction.HOLD_CONNECTION, Side.RELY, at.trust.millis());
  }

  /** What explain tells of {@code hold-connection}. */
  private static String story(TestNode at, TestNode peer) {
    return String.join(
        "\n",
        Explainer.explain(
                at.trust.snapshot(),
                peer.peer(),
                TrustFunction.HOLD_CONNECTION,
                Side.RELY,
                at.trust.millis())
            .lines());
  }

  /** Takes connections as long as the socket is open, and has nothing to say. */
  private static void countAndClose(ServerSocket socket, AtomicInteger count) {
    while (!socket.isClosed()) {
      try (Socket _ = socket.accept()) {
        count.incrementAndGet();
      } catch (IOException e) {
        // The socket was closed, or the other end was quicker.
      }
    }
  }

  @Test
  void row21AStrictNodeThatConnectsFromElsewhereIsAcceptedAndHeld() throws IOException {
    TestNode publisher = node();
    TestNode fra = node();
    try (ServerSocket listed = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      AtomicInteger dials = new AtomicInteger();
      Thread.startVirtualThread(() -> countAndClose(listed, dials));
      Multiaddr elsewhere = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + listed.getLocalPort());
      publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1", List.of(elsewhere))));
      TestNode follower = follower(publisher);
      TestNode.eventually(() -> dials.get() > 0);
      assertThat(follower.connected(fra)).isFalse();

      fra.connect(follower);

      List<Connection> proved = follower.connections(fra);
      assertThat(proved)
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.direction()).isEqualTo(Connection.Direction.INBOUND);
                assertThat(one.remoteAddress()).isNotEqualTo(elsewhere);
              });
      assertThat(follower.host.connectionManager().protections(fra.peer())).contains(HeldPeers.TAG);
      assertThat(story(follower, fra))
          .containsPattern("acme \\(advanced, fresh, \\d+ min old\\): gives it")
          .contains("dialled at " + elsewhere)
          .doesNotContain("learnt elsewhere");
      publisher.publish(
          publisherKey,
          2,
          TestNode.file(fra.listed("renamed", List.of(elsewhere)), publisher.listed("p")));
      TestNode.eventually(() -> life(follower).used().equals(Optional.of(2L)));
      assertThat(proved).allMatch(Connection::isOpen);

      follower.does(
          book -> new EntryCommands(book, book.find("acme").getFirst()).level(TrustLevel.PEER));
      TestNode.eventually(() -> proved.stream().noneMatch(Connection::isOpen));
      assertThat(story(follower, fra))
          .containsPattern("acme \\(peer, fresh, \\d+ min old\\): does not give it");
    }
  }

  @Test
  void row58AListThatArrivesGivesItsPrivilegesOnTheLiveConnectionFromTheCommitOn()
      throws IOException {
    TestNode publisher = node();
    TestNode fra = node();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = node().start();
    fra.connect(follower);
    follower.connect(publisher);
    List<Connection> live = follower.connections(fra);
    assertThat(live).isNotEmpty();
    assertThat(mayBeHeld(follower, fra)).isFalse();
    assertThat(story(follower, fra)).contains("no entry names");
    assertThat(follower.host.connectionManager().protections(fra.peer())).isEmpty();

    follow(follower);

    assertThat(mayBeHeld(follower, fra)).isTrue();
    assertThat(story(follower, fra))
        .containsPattern("acme \\(advanced, fresh, \\d+ min old\\): gives it");
    assertThat(follower.host.connectionManager().protections(fra.peer())).contains(HeldPeers.TAG);
    assertThat(follower.trust.held()).containsEntry(fra.peer(), List.of(entry));
    assertThat(live).allMatch(Connection::isOpen);
    assertThat(follower.connections(fra)).containsAll(live);
  }

  @Test
  void row59RemovingTheListLetsGoAtOnceOfANodeThatIsHeldByItAlone() throws IOException {
    TestNode publisher = node();
    TestNode fra = node();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = follower(publisher);
    TestNode.eventually(() -> follower.connected(fra));
    List<Connection> held = follower.connections(fra);
    assertThat(follower.trust.held()).containsEntry(fra.peer(), List.of(entry));
    assertThat(follower.host.connectionManager().protections(fra.peer())).contains(HeldPeers.TAG);

    follower.does(book -> new AddCommands(book).remove(book.find("acme").getFirst()));

    assertThat(mayBeHeld(follower, fra)).isFalse();
    assertThat(story(follower, fra)).contains("no entry names");
    assertThat(follower.trust.held()).isEmpty();
    assertThat(follower.host.connectionManager().protections(fra.peer())).isEmpty();
    TestNode.eventually(() -> held.stream().noneMatch(Connection::isOpen));
  }

  @Test
  void row34TheHighestSequenceIsNeverUsedAndItsFileIsLookedAtOnce() throws IOException {
    TestNode publisher = node();
    TestNode fra = node();
    TestNode muc = node();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = follower(publisher);
    TestNode.eventually(() -> follower.connected(fra));
    List<Connection> before = follower.connections(fra);

    TrustFile other = TestNode.file(muc.listed("muc-1"));
    Cid file = publisher.keep(TrustFileWriter.write(other));
    IpnsRecord highest = publisher.sign(publisherKey, Sequences.LAST_REVOCATION, other);
    assertThat(Long.toUnsignedString(highest.sequence())).isEqualTo("18446744073709551615");
    publisher.put(highest);
    TestNode.eventually(() -> follower.content.store().has(file));
    follower.refresh(entry);
    assertThat(life(follower).used()).contains(1L);
    assertThat(floor(follower)).contains(1L);
    assertThat(follower.trust.snapshot().withheld(entry, follower.trust.millis())).isFalse();
    assertThat(mayBeHeld(follower, muc)).isFalse();
    assertThat(mayBeHeld(follower, fra)).isTrue();
    assertThat(story(follower, fra))
        .containsPattern("acme \\(advanced, fresh, \\d+ min old\\): gives it");
    assertThat(story(follower, muc)).contains("no entry names");
    assertThat(before).allMatch(Connection::isOpen);

    publisher.put(
        publisher.signed(publisherKey, Sequences.LAST_REVOCATION, TrustFileWriter.revocation()));
    follower.refresh(entry); // pushed, it waits its turn: one was read in vain just now
    TestNode.eventually(() -> life(follower).revoked());
    TestNode.eventually(() -> before.stream().noneMatch(Connection::isOpen));
    assertThat(mayBeHeld(follower, fra)).isFalse();
    assertThat(story(follower, fra)).contains("does not count: its key is revoked");
  }

  @Test
  void row34ASequenceOfUnsignedCbor2To63IsMalformedAndItsFileIsNotLookedAt() throws IOException {
    TestNode publisher = node();
    TestNode fra = node();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = follower(publisher);
    Cid revocation = publisher.keep(TrustFileWriter.revocation());
    publisher.serves(
        publisherKey.peerId(), MalformedRecord.ofLargeSequence(publisherKey, revocation));

    follower.refresh(entry);

    assertThat(follower.trust.store().refusals(10))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.name()).isEqualTo(publisherKey.peerId());
              assertThat(refusal.reason()).isEqualTo(RefusalReason.MALFORMED);
            });
    assertThat(follower.content.store().has(revocation)).isFalse();
    assertThat(life(follower).revoked()).isFalse();
    assertThat(life(follower).used()).contains(1L);
    assertThat(floor(follower)).contains(1L);
    assertThat(mayBeHeld(follower, fra)).isTrue();
    assertThat(story(follower, fra))
        .containsPattern("acme \\(advanced, fresh, \\d+ min old\\): gives it");
  }
}
