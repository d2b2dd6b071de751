package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.KadMessage;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.MemoryEntryStore;

/** A program whose packager set an update key of his own for the list that it ships. */
final class BundledListTest {
  private static final EntryKey BUNDLED = EntryKey.OfMark.BUNDLED;
  private static final Duration ANSWER = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Deque<TestNode> nodes = new ArrayDeque<>();
  private final PrivateKey packager = TestNode.key();
  private final PrivateKey stranger = TestNode.key();
  private int count;

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  private TestNode started(TestNode node) {
    nodes.push(node);
    return node.start();
  }

  private TestNode server() throws IOException {
    EntryStore store = new MemoryEntryStore();
    return started(new TestNode(TestNode.key(), next(), store, TestNode.REAL));
  }

  private Path next() {
    return folder.resolve("node-" + count++);
  }

  /** A node of the program, on its first start or a later one. */
  private TestNode user(EntryStore store, TrustFile shipped) throws IOException {
    PrivateKey key = TestNode.key();
    TrustSettings settings =
        TestNode.settings(1)
            .withBundled(
                new TrustSettings.Bundled(
                    TrustFileWriter.write(shipped), Optional.of(packager.peerId())));
    return started(
        new TestNode(key, next(), TrustService.open(store, settings, TestNode.REAL, key.peerId())));
  }

  private static ListedEntry listed(TestNode node) {
    return (ListedEntry) node.trust.snapshot().holding(BUNDLED).orElseThrow().entry();
  }

  private static EntryState state(TestNode node) {
    return EntryState.of(node.trust.snapshot().holding(BUNDLED).orElseThrow(), node.now());
  }

  private static boolean bootstraps(TestNode node, PeerId through) {
    return node.trust
        .snapshot()
        .allows(through, TrustFunction.BOOTSTRAP, Side.RELY, node.trust.millis());
  }

  @Test
  void isFollowedFromTheShippedFileToWhatThePackagerPublishes() throws IOException {
    TestNode old = server();
    TestNode anew = server();
    EntryStore store = new MemoryEntryStore();
    TestNode user = user(store, TestNode.file(old.listed("old")));
    assertThat(state(user)).isEqualTo(EntryState.SEEDED);
    assertThat(listed(user).level()).isEqualTo(TrustLevel.TRUSTED);
    assertThat(listed(user).life().used()).isEmpty();
    assertThat(bootstraps(user, old.peer())).isTrue();

    TestNode publisher = server();
    publisher.publish(packager, 0, TestNode.file(old.listed("old"), anew.listed("new")));
    user.connect(publisher);
    TestNode.eventually(() -> state(user) == EntryState.FRESH);
    assertThat(listed(user).life().used()).contains(0L);
    assertThat(bootstraps(user, anew.peer())).isTrue();

    publisher.publish(packager, 1, TestNode.file(anew.listed("new")));
    assertThat(user.refresh(BUNDLED))
        .isInstanceOfAny(RefreshOutcome.Updated.class, RefreshOutcome.Unchanged.class);
    assertThat(listed(user).life().used()).contains(1L);
    assertThat(bootstraps(user, old.peer())).isFalse();
    assertThat(bootstraps(user, anew.peer())).isTrue();
  }

  @Test
  void aLaterStartKeepsWhatWasPublishedAndNotWhatIsShipped() throws IOException {
    TestNode old = server();
    TestNode anew = server();
    EntryStore store = new MemoryEntryStore();
    TestNode publisher = server();
    publisher.publish(packager, 4, TestNode.file(anew.listed("new")));
    TestNode first = user(store, TestNode.file(old.listed("old")));
    first.connect(publisher);
    TestNode.eventually(() -> listed(first).life().used().equals(Optional.of(4L)));
    nodes.remove(first);
    first.close();

    TestNode second = user(store, TestNode.file(old.listed("old")));

    assertThat(listed(second).life().used()).contains(4L);
    assertThat(bootstraps(second, anew.peer())).isTrue();
    assertThat(bootstraps(second, old.peer())).isFalse();
  }

  @Test
  void whatAnotherKeySignsIsNotTakenNeitherUnderItsNameNorUnderThePackagers() throws Exception {
    TestNode old = server();
    TestNode evil = server();
    TestNode user = user(new MemoryEntryStore(), TestNode.file(old.listed("old")));
    TestNode publisher = server();
    user.connect(publisher);
    IpnsRecord signed = publisher.sign(stranger, 7, TestNode.file(evil.listed("evil")));
    publisher.put(signed);

    assertThat(user.refresh(BUNDLED)).isInstanceOf(RefreshOutcome.NothingFound.class);
    assertThatThrownBy(() -> pushed(publisher, user, packager.peerId(), signed.bytes()))
        .isInstanceOf(StreamException.class);

    assertThat(pushed(publisher, user, stranger.peerId(), signed.bytes()).record()).isPresent();
    assertThat(state(user)).isEqualTo(EntryState.SEEDED);
    assertThat(listed(user).life().used()).isEmpty();
    assertThat(bootstraps(user, evil.peer())).isFalse();
    assertThat(bootstraps(user, old.peer())).isTrue();
    publisher.publish(packager, 0, TestNode.file(old.listed("old"), evil.listed("now-his")));
    TestNode.eventually(() -> bootstraps(user, evil.peer()));
  }

  /** Gives a record to a peer by PUT_VALUE, as the record of a name. */
  private static KadMessage pushed(TestNode from, TestNode to, PeerId name, Bytes record)
      throws StreamException {
    return new PeerAsk(TestNode.REAL.nanos())
        .ask(
            from.connections(to).getFirst(),
            KadMessage.putValue(RoutingKey.record(name), record),
            ANSWER)
        .message();
  }

  @Test
  void onceRemovedNoStartBringsItBack() throws IOException {
    TestNode old = server();
    EntryStore store = new MemoryEntryStore();
    TestNode first = user(store, TestNode.file(old.listed("old")));
    first.does(book -> new AddCommands(book).remove(book.find("bundled").getFirst()));
    nodes.remove(first);
    first.close();
    TestNode second = user(store, TestNode.file(old.listed("old")));
    assertThat(second.trust.snapshot().holding(BUNDLED)).isEmpty();
  }
}
