package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.trustnet.bootstrap.commands.TrustCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.PolicyCommands;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** {@code trust block|unblock|matrix}: each says what is so now. */
final class PolicyAnswers {
  private final TrustService trust;
  private final TrustChanges changes;
  private final TrustViews views;

  PolicyAnswers(TrustService trust, TrustChanges changes, TrustViews views) {
    this.trust = trust;
    this.changes = changes;
    this.views = views;
  }

  void addTo(Operations operations) {
    operations
        .add(TrustCommands.MATRIX, this::matrix)
        .add(TrustCommands.BLOCK, this::block)
        .add(TrustCommands.UNBLOCK, this::unblock);
  }

  private PeerId key(Request request, String word) {
    try {
      return TrustChanges.key(word);
    } catch (OperationException e) {
      throw labelled(request, word).orElse(e);
    }
  }

  /** That the word is a label, and which key that entry has: blocks are by key alone. */
  private Optional<OperationException> labelled(Request request, String word) {
    return trust.book(TrustChanges.actor(request)).find(word).stream()
        .findFirst()
        .map(
            holding ->
                OperationException.usage(
                    "%s is the label of an entry, and a block is by key%s"
                        .formatted(
                            Printable.quote(word),
                            TrustChanges.keyOf(holding)
                                .map(key -> ": name " + path(holding, key))
                                .orElse(": this entry has none"))));
  }

  private static String path(Holding holding, PeerId key) {
    return holding.entry() instanceof ListedEntry ? "/ipns/" + key.toName() : "/p2p/" + key;
  }

  private static PolicyCommands.Target target(String word) {
    return PolicyCommands.target(word)
        .orElseThrow(
            () ->
                OperationException.usage(
                    "a key, /p2p/ID or /ipns/NAME, not " + Printable.quote(word)));
  }

  private Reply block(Request request) {
    String word = request.argument(0);
    PolicyCommands.Target target = target(word);
    PeerId key = key(request, word);
    int open =
        target == PolicyCommands.Target.NAME
            ? 0
            : trust.host().map(host -> host.connections(key).size()).orElse(0);
    Change.Done done =
        changes.done(
            request, word, book -> new PolicyCommands(book).block(key, target), Optional.of(key));
    List<String> lines = new ArrayList<>();
    if (target != PolicyCommands.Target.NAME) {
      lines.add(
          "peer %s is blocked: no connection either way, no function whoever vouches%s"
              .formatted(key, ended(open)));
    }
    if (target != PolicyCommands.Target.PEER) {
      lines.add(
          "name %s is blocked: never resolved%s"
              .formatted(
                  key.toName(),
                  list(key)
                      .map(label -> ", the list of " + label + " is out of force")
                      .orElse("")));
    }
    if (done.unchanged()) {
      lines.add("unchanged");
    }
    Map<String, Object> told = told(key, lines, done);
    told.put("Ended", open);
    return Reply.document(told);
  }

  private static String ended(int connections) {
    return switch (connections) {
      case 0 -> "";
      case 1 -> "; its connection is ended";
      default -> "; its " + connections + " connections are ended";
    };
  }

  /** The label of the entry that follows the name. */
  private Optional<String> list(PeerId name) {
    return trust.snapshot().holdings().stream()
        .map(Holding::entry)
        .filter(
            entry -> entry instanceof ListedEntry listed && listed.name().equals(Optional.of(name)))
        .map(entry -> Printable.escape(entry.label().toString()))
        .findFirst();
  }

  private Reply unblock(Request request) {
    String word = request.argument(0);
    PolicyCommands.Target target = target(word);
    PeerId key = key(request, word);
    List<String> before = BlockRows.of(blocks(), key);
    Change.Done done =
        changes.done(
            request, word, book -> new PolicyCommands(book).unblock(key, target), Optional.of(key));
    List<String> now = BlockRows.of(blocks(), key);
    List<String> lines = new ArrayList<>();
    if (done.unchanged()) {
      lines.addAll(unblocked(key, target));
    } else if (before.contains(BlockRows.PEER)) {
      lines.add("peer " + key + (now.contains(BlockRows.PEER) ? " is still blocked" : peer(key)));
    }
    if (!done.unchanged() && before.contains(BlockRows.NAME)) {
      lines.add(
          "name "
              + key.toName()
              + (now.contains(BlockRows.NAME) ? " is still blocked" : name(key)));
    }
    return Reply.document(told(key, lines, done));
  }

  /** That there was nothing to take back. */
  private static List<String> unblocked(PeerId key, PolicyCommands.Target target) {
    List<String> lines = new ArrayList<>();
    if (target != PolicyCommands.Target.NAME) {
      lines.add("peer " + key + " is not blocked");
    }
    if (target != PolicyCommands.Target.PEER) {
      lines.add("name " + key.toName() + " is not blocked");
    }
    lines.add("unchanged");
    return lines;
  }

  private String peer(PeerId key) {
    String level = trust.snapshot().level(key, trust.millis()).map(TrustLevel::id).orElse("none");
    return " is not blocked any more: level " + level + ", what its vouchers give";
  }

  private String name(PeerId key) {
    return " is not blocked any more: "
        + list(key).map(label -> "the list of " + label + " counts again").orElse("resolved again");
  }

  private Blocks blocks() {
    return trust.snapshot().policy().blocks();
  }

  /** What is so now of a key. */
  private Map<String, Object> told(PeerId key, List<String> lines, Change.Done done) {
    return Json.object(
        "Message",
        String.join("; ", lines),
        "Messages",
        done.messages(),
        "Key",
        key.toString(),
        "Blocked",
        BlockRows.of(blocks(), key));
  }

  private Reply matrix(Request request) {
    String action = request.optionalArgument(0).orElse("show");
    return switch (action) {
      case "show" -> views.matrix(Optional.empty());
      case "diff" -> views.matrix(Optional.of(Matrix.standard()));
      case "reset" -> reset(request);
      case "set" -> set(request);
      default -> throw OperationException.usage("trust matrix show, set, reset or diff");
    };
  }

  private Reply set(Request request) {
    if (request.arguments().size() != 3) {
      throw OperationException.usage("trust matrix set FUNCTION LEVEL, or none for LEVEL");
    }
    TrustFunction function = TrustChanges.function(request.argument(1));
    String level = request.argument(2);
    Optional<TrustLevel> lowest =
        level.equals("none") ? Optional.empty() : Optional.of(TrustChanges.level(level));
    Change.Done done = change(request, old -> old.with(function, lowest));
    return told(function.id() + ": given by " + givers(matrix(), function), done);
  }

  private Reply reset(Request request) {
    return told("the matrix is the shipped one", change(request, _ -> Matrix.standard()));
  }

  private Change.Done change(Request request, Function<Matrix, Matrix> next) {
    return changes.done(
        request,
        "",
        book -> new PolicyCommands(book).matrix(next.apply(book.snapshot().policy().matrix())),
        Optional.empty());
  }

  private Matrix matrix() {
    return trust.snapshot().policy().matrix();
  }

  /** The levels that give a function: {@code advanced, ultimate}, or {@code no level}. */
  private static String givers(Matrix matrix, TrustFunction function) {
    List<String> levels =
        Arrays.stream(TrustLevel.values())
            .filter(level -> matrix.cell(function, level))
            .map(TrustLevel::id)
            .toList();
    return levels.isEmpty() ? "no level" : String.join(", ", levels);
  }

  private static Reply told(String now, Change.Done done) {
    List<String> lines = new ArrayList<>(List.of(now));
    lines.addAll(done.messages());
    if (done.unchanged()) {
      lines.add("unchanged");
    }
    return Reply.document(
        Json.object("Message", String.join("; ", lines), "Messages", done.messages()));
  }
}
