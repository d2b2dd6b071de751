package org.trustnet.trust.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;

/** {@code trust matrix set|reset} and {@code trust block|unblock}. */
public final class PolicyCommands {
  /** What a block is about. */
  public enum Target {
    /** {@code /p2p/<id>}. */
    PEER,
    /** {@code /ipns/<name>}. */
    NAME,
    /** A bare key: both. */
    BOTH
  }

  private final TrustBook book;

  public PolicyCommands(TrustBook book) {
    this.book = book;
  }

  /**
   * Replaces the matrix.
   *
   * @param given what each level gives, lowest level first
   */
  public Change matrix(List<Functions> given) {
    try {
      return matrix(Matrix.of(given));
    } catch (IllegalArgumentException e) {
      return new Change.Refused(
          Change.Problem.INVALID,
          String.valueOf(e.getMessage()),
          "a higher level has all that a lower one has");
    }
  }

  /** Replaces the matrix; {@code Matrix.standard()} resets it. */
  public Change matrix(Matrix next) {
    Matrix old = book.snapshot().policy().matrix();
    List<String> messages = new ArrayList<>();
    boolean gives = false;
    for (TrustLevel level : TrustLevel.values()) {
      Functions more = next.given(level).minus(old.given(level));
      Functions less = old.given(level).minus(next.given(level));
      if (!more.isEmpty() || !less.isEmpty()) {
        messages.add(
            "%s:%s%s"
                .formatted(
                    level.id(),
                    more.isEmpty() ? "" : " gains " + more,
                    less.isEmpty() ? "" : " loses " + less));
      }
      gives |= !more.isEmpty();
    }
    if (messages.isEmpty()) {
      return Change.Done.nothing(messages);
    }
    EntryBatch batch =
        EntryBatch.builder()
            .matrix(next)
            .audit(book.line("matrix", String.join("; ", messages)))
            .build();
    return new Change.Done(batch, gives ? Change.Consent.YES : Change.Consent.NONE, messages);
  }

  /** Blocks a peer, a name, or both. */
  public Change block(PeerId key, Target target) {
    if (book.snapshot().policy().self().filter(key::equals).isPresent()) {
      return new Change.Refused(
          Change.Problem.INVALID, key + " is this node itself", "name another");
    }
    Blocks blocks = book.snapshot().policy().blocks();
    if (blocks.peers().size() + blocks.names().size() + 2 > Blocks.MAX) {
      return new Change.Refused(
          Change.Problem.LIMIT, Blocks.MAX + " blocks are there", "trust unblock some");
    }
    Blocks next = target == Target.NAME ? blocks : blocks.withPeer(key);
    next = target == Target.PEER ? next : next.withName(key);
    if (next.equals(blocks)) {
      return Change.Done.nothing(List.of());
    }
    List<String> messages = new ArrayList<>();
    if (target != Target.NAME) {
      messages.add("peer " + key + ": no connection either way, no function whoever vouches");
    }
    if (target != Target.PEER) {
      messages.add("name " + key.toName() + ": never resolved, its list is out of force");
    }
    return blocks(next, "block", key, target, Change.Consent.NONE, messages);
  }

  /** Takes a block back; what is not blocked stays as it is. */
  public Change unblock(PeerId key, Target target) {
    Blocks blocks = book.snapshot().policy().blocks();
    Blocks next = target == Target.NAME ? blocks : blocks.withoutPeer(key);
    next = target == Target.PEER ? next : next.withoutName(key);
    if (next.equals(blocks)) {
      return Change.Done.nothing(List.of());
    }
    return blocks(next, "unblock", key, target, Change.Consent.YES, List.of());
  }

  private Change blocks(
      Blocks next,
      String action,
      PeerId key,
      Target target,
      Change.Consent consent,
      List<String> messages) {
    String text =
        switch (target) {
          case PEER -> "/p2p/" + key;
          case NAME -> "/ipns/" + key.toName();
          case BOTH -> "/p2p/" + key + " and /ipns/" + key.toName();
        };
    EntryBatch batch = EntryBatch.builder().blocks(next).audit(book.line(action, text)).build();
    return new Change.Done(batch, consent, messages);
  }

  /** What a user's word for a block means: a bare key means both. */
  public static Optional<Target> target(String word) {
    if (word.startsWith("/p2p/")) {
      return Optional.of(Target.PEER);
    }
    if (word.startsWith("/ipns/")) {
      return Optional.of(Target.NAME);
    }
    return word.startsWith("/") ? Optional.empty() : Optional.of(Target.BOTH);
  }
}
