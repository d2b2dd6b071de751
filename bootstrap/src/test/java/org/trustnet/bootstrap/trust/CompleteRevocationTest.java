package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.command.PolicyCommands;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.MemoryEntryStore;

/**
 * Whatever turns an allow into a deny takes away at once all that hung on it: trust model, section
 * 3. Counts what is left at a running node.
 */
final class CompleteRevocationTest {
  private static final PrivateKey PUBLISHER = TestNode.key();

  @TempDir Path folder;

  /** What the user does to the entry, and which functions go by it. */
  private enum Cause {
    LOWERED(book -> entry(book).level(TrustLevel.MARGINAL), TrustFunction.HOLD_CONNECTION),
    DENIED(
        book -> entry(book).deny(Functions.of(TrustFunction.HOLD_CONNECTION)),
        TrustFunction.HOLD_CONNECTION),
    SUSPENDED(book -> entry(book).suspend()),
    REMOVED(book -> new AddCommands(book).remove(holding(book))),
    NAME_BLOCKED(book -> block(book, PolicyCommands.Target.NAME)),
    MATRIX_CHANGED(book -> new PolicyCommands(book).matrix(Collections.nCopies(5, Functions.NONE)));

    private final Function<TrustBook, Change> command;
    private final Set<TrustFunction> taken;

    Cause(Function<TrustBook, Change> command, TrustFunction... taken) {
      this.command = command;
      this.taken =
          taken.length == 0 ? EnumSet.allOf(TrustFunction.class) : EnumSet.copyOf(List.of(taken));
    }

    private static Holding holding(TrustBook book) {
      return book.find("acme").getFirst();
    }

    private static EntryCommands entry(TrustBook book) {
      return new EntryCommands(book, holding(book));
    }

    private static Change block(TrustBook book, PolicyCommands.Target target) {
      return new PolicyCommands(book).block(PUBLISHER.peerId(), target);
    }
  }

  private TestNode node(String name) throws IOException {
    return new TestNode(
        TestNode.key(), folder.resolve(name), new MemoryEntryStore(), TestNode.REAL);
  }

  /** A follower that holds the one node of the publisher's list. */
  private static void follow(TestNode follower, TestNode publisher, TestNode listed)
      throws IOException {
    publisher.publish(PUBLISHER, 1, TestNode.file(listed.listed("fra-1")));
    follower.start();
    follower.connect(publisher);
    follower.does(
        book ->
            new AddCommands(book)
                .name(PUBLISHER.peerId(), AddOptions.at(TrustLevel.ADVANCED).labelled("acme")));
    follower.refresh(new EntryKey.OfName(PUBLISHER.peerId()));
    TestNode.eventually(() -> follower.trust.held().containsKey(listed.peer()));
    TestNode.eventually(() -> follower.connected(listed));
  }

  /** What trust still allows a peer beyond what it allows a stranger. */
  private static Set<TrustFunction> left(TestNode follower, TestNode peer, TestNode stranger) {
    Snapshot snapshot = follower.trust.snapshot();
    long now = follower.now().toEpochMilli();
    Set<TrustFunction> left = EnumSet.noneOf(TrustFunction.class);
    for (TrustFunction function : TrustFunction.values()) {
      for (Side side : Side.values()) {
        if (snapshot.allows(peer.peer(), function, side, now)
            && !snapshot.allows(stranger.peer(), function, side, now)) {
          left.add(function);
        }
      }
    }
    return left;
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void nothingIsLeftOfWhatTheEntryGave(Cause cause) throws IOException {
    try (TestNode publisher = node("publisher");
        TestNode fra = node("fra");
        TestNode stranger = node("stranger");
        TestNode follower = node("follower")) {
      follow(follower, publisher, fra);
      assertThat(left(follower, fra, stranger))
          .contains(TrustFunction.HOLD_CONNECTION, TrustFunction.BOOTSTRAP);
      List<Connection> before = follower.connections(fra);

      follower.does(cause.command);

      assertThat(left(follower, fra, stranger)).doesNotContainAnyElementsOf(cause.taken);
      assertThat(follower.trust.held()).isEmpty();
      assertThat(follower.host.connectionManager().protections(fra.peer())).isEmpty();
      assertThat(follower.host.connectionManager().held()).doesNotContain(fra.peer());
      assertThat(before).isNotEmpty();
      TestNode.eventually(() -> before.stream().noneMatch(Connection::isOpen));
    }
  }
}
