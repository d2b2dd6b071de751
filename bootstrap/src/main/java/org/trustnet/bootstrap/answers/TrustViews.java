package org.trustnet.bootstrap.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.bootstrap.commands.TrustCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** What only reads the trust database: {@code trust ls|show|peers|explain|log} and the matrix. */
final class TrustViews {
  private static final int LOG_LINES = 100;
  private static final int MAX_LOG_LINES = 100_000;

  private final TrustService trust;

  TrustViews(TrustService trust) {
    this.trust = trust;
  }

  void addTo(Operations operations) {
    operations
        .add(TrustCommands.LS, this::list)
        .add(TrustCommands.SHOW, this::show)
        .add(TrustCommands.PEERS, this::peers)
        .add(TrustCommands.EXPLAIN, new TrustExplanations(trust)::explain)
        .add(TrustCommands.LOG, this::log);
  }

  private static Reply rows(List<? extends Object> rows) {
    return Reply.rows(out -> rows.forEach(out));
  }

  private Reply list(Request request) {
    Instant now = trust.time().trust();
    Optional<String> state = request.option("state");
    state.ifPresent(TrustViews::checkState);
    Snapshot snapshot = trust.snapshot();
    EntryJson json = new EntryJson(trust.store(), snapshot, now);
    List<Object> rows = new ArrayList<>();
    snapshot.holdings().stream()
        .filter(h -> state.map(EntryState.of(h, now).id()::equals).orElse(true))
        .sorted(Comparator.comparing(h -> h.entry().label().folded()))
        .map(json::of)
        .forEach(rows::add);
    if (state.isEmpty()) {
      rows.addAll(BlockRows.withoutEntry(snapshot));
    }
    return rows(rows);
  }

  private static void checkState(String state) {
    for (EntryState one : EntryState.values()) {
      if (one.id().equals(state)) {
        return;
      }
    }
    throw OperationException.usage(
        "--state: local, seeded, pending, fresh, stale or expired, not " + Printable.quote(state));
  }

  private Reply show(Request request) {
    Holding holding =
        TrustChanges.find(trust.book(TrustChanges.actor(request)), request.argument(0));
    EntryJson json = new EntryJson(trust.store(), trust.snapshot(), trust.time().trust());
    return Reply.document(json.whole(holding));
  }

  private Reply peers(Request request) {
    Snapshot snapshot = trust.snapshot();
    long now = trust.millis();
    PeerQuestions questions = new PeerQuestions(snapshot, now);
    Optional<TrustFunction> function = request.option("function").map(TrustChanges::function);
    Map<PeerId, List<EntryKey>> held = trust.held();
    List<Object> rows = new ArrayList<>();
    for (PeerId peer : snapshot.peers().stream().sorted().toList()) {
      if (function.map(f -> allowed(snapshot, peer, f, now)).orElse(true)) {
        rows.add(row(peer, questions.vouchers(peer), held.getOrDefault(peer, List.of())));
      }
    }
    return rows(rows);
  }

  private static boolean allowed(Snapshot snapshot, PeerId peer, TrustFunction f, long now) {
    return snapshot.allows(peer, f, Side.GRANT, now) || snapshot.allows(peer, f, Side.RELY, now);
  }

  private Map<String, Object> row(
      PeerId peer, List<PeerQuestions.Vouching> vouchers, List<EntryKey> holders) {
    Optional<HostNode> host = trust.host();
    Set<String> protections =
        host.map(h -> h.connectionManager().protections(peer)).orElse(Set.of());
    return Json.object(
        "pubkey", peer.toString(),
        "level", trust.snapshot().level(peer, trust.millis()).map(TrustLevel::id).orElse("none"),
        "vouchers", vouchers.stream().map(v -> label(v.key())).toList(),
        "remotes",
            vouchers.stream()
                .flatMap(v -> v.remotes().stream())
                .distinct()
                .map(Object::toString)
                .toList(),
        "connected", host.map(h -> !h.connections(peer).isEmpty()).orElse(false),
        "kept-for", kept(protections, holders.stream().map(this::label).toList()));
  }

  /** Why a connection is kept; that entries hold it is told with their names alone. */
  static List<String> kept(Set<String> protections, List<String> holders) {
    String holding = TrustFunction.HOLD_CONNECTION.id();
    List<String> kept = new ArrayList<>();
    protections.stream()
        .filter(tag -> holders.isEmpty() || !tag.equals(holding))
        .sorted()
        .forEach(kept::add);
    holders.forEach(label -> kept.add(holding + " by " + label));
    return kept;
  }

  private String label(EntryKey key) {
    return trust.snapshot().holding(key).map(h -> h.entry().label().toString()).orElse(key.text());
  }

  /** The matrix, a row for each function; only rows that differ from {@code other}, if given. */
  Reply matrix(Optional<Matrix> other) {
    Matrix matrix = trust.snapshot().policy().matrix();
    List<Object> rows = new ArrayList<>();
    for (TrustFunction function : TrustFunction.values()) {
      if (other.filter(o -> o.lowest(function).equals(matrix.lowest(function))).isPresent()) {
        continue;
      }
      Map<String, Object> row = Json.object("function", function.id());
      for (TrustLevel level : TrustLevel.values()) {
        row.put(level.id(), matrix.cell(function, level));
      }
      rows.add(row);
    }
    return rows(rows);
  }

  private Reply log(Request request) {
    long count = request.number("count", LOG_LINES);
    if (count < 1 || count > MAX_LOG_LINES) {
      throw OperationException.usage("--count: 1 to " + MAX_LOG_LINES);
    }
    int most = Math.toIntExact(count);
    return request.flag("refusals")
        ? rows(trust.store().refusals(most).stream().map(TrustViews::row).toList())
        : rows(trust.store().audit(most).stream().map(TrustViews::row).toList());
  }

  private static Map<String, Object> row(AuditLine line) {
    Actor actor = line.actor();
    String by = actor.kind().name().toLowerCase(Locale.ROOT);
    return Json.object(
        "at", line.at().toString(),
        "by", actor.name().isEmpty() ? by : by + ":" + Printable.escape(actor.name()),
        "action", line.action(),
        "key", line.key().map(EntryKey::text),
        "text", Printable.escape(line.text()),
        "count", line.count());
  }

  private static Map<String, Object> row(Refusal refusal) {
    return Json.object(
        "name", refusal.name().toName(),
        "reason", refusal.reason().id(),
        "first", refusal.first().toString(),
        "last", refusal.last().toString(),
        "count", refusal.count(),
        "text", Printable.escape(refusal.text()));
  }
}
