package org.trustnet.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Judgement;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Origin;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** Peers, files and entries for tests: the same ones on every run. */
public final class Samples {
  /** The moment at which test entries were added and fetched. */
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private Samples() {}

  public static long ms(Instant at) {
    return at.toEpochMilli();
  }

  public static Instant after(Duration duration) {
    return T0.plus(duration);
  }

  /** A peer (or publisher) of its own for each name. */
  public static PeerId peer(String name) {
    Bytes key = Multihash.sha256(Bytes.utf8(name)).digest();
    return PeerId.of(Multihash.identity(Bytes.concat(Bytes.hex("08011220"), key)));
  }

  public static Node node(String name, String... remotes) {
    return new Node(
        name,
        peer(name),
        List.of(),
        Arrays.stream(remotes).map(Remote::parse).toList(),
        Node.Strictness.STRICT,
        Functions.NONE);
  }

  public static Node open(String name, String... remotes) {
    Node strict = node(name, remotes);
    return new Node(
        name, strict.peer(), List.of(), strict.remotes(), Node.Strictness.OPEN, Functions.NONE);
  }

  public static TrustFile file(Node... nodes) {
    return new TrustFile(
        "test",
        List.of("mailto:ops@acme.example"),
        List.of(new TrustFile.Entity("default", List.of(nodes))));
  }

  public static TrustFile fileOf(List<String> peers) {
    List<Node> nodes = new ArrayList<>();
    peers.forEach(p -> nodes.add(node(p)));
    return file(nodes.toArray(Node[]::new));
  }

  public static CachedFile cached(TrustFile file) {
    return new CachedFile(TrustFileWriter.write(file), file, NodeHistory.first(file, T0));
  }

  public static Standing standing(String label, TrustLevel level, Overrides overrides) {
    return Standing.of(new Label(label), level, Origin.TYPED, T0).withOverrides(overrides);
  }

  /** An entry that was fetched at {@link #T0} with a TTL of 24 h and a record of 48 h. */
  public static ListedEntry entry(String label, TrustLevel level, Overrides overrides) {
    Life life =
        new Life(
            Optional.of(T0),
            Life.MIN_TTL,
            Optional.of(T0.plus(Duration.ofDays(2))),
            Optional.of(1L),
            Optional.empty(),
            Alarms.NONE,
            Life.Revocation.VALID,
            Optional.empty(),
            Optional.empty());
    return ListedEntry.of(peer("publisher of " + label), standing(label, level, overrides))
        .withLife(life);
  }

  public static Holding list(String label, TrustLevel level, Overrides overrides, Node... nodes) {
    return Holding.of(entry(label, level, overrides), cached(file(nodes)));
  }

  public static Holding list(String label, TrustLevel level, Node... nodes) {
    return list(label, level, Overrides.NONE, nodes);
  }

  /** The holding with a trust-lifetime that is counted from {@link #T0}. */
  public static Holding limited(Holding holding, Duration lifetime) {
    TrustEntry entry = holding.entry();
    Judgement judgement = new Judgement(T0, Optional.of(lifetime));
    return holding.withEntry(entry.withStanding(entry.standing().withJudgement(judgement)));
  }

  public static Holding direct(
      String name, TrustLevel level, Overrides overrides, String... remotes) {
    return Holding.of(
        new DirectEntry(
            new EntryKey.OfPeer(peer(name)),
            standing("direct " + name, level, overrides),
            Arrays.stream(remotes).map(Remote::parse).toList()));
  }

  public static Overrides plus(TrustFunction... functions) {
    return Overrides.NONE.allow(Functions.of(functions));
  }

  public static Overrides minus(TrustFunction... functions) {
    return Overrides.NONE.deny(Functions.of(functions));
  }
}
