package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.trustnet.bootstrap.commands.TrustCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.refresh.RefreshOutcome;

/**
 * {@code trust …}: what changes entries; what only reads them is {@link TrustViews}, and what is
 * about all of them {@link PolicyAnswers}.
 */
public final class TrustAnswers {
  /**
   * How long {@code trust refresh} waits: a lookup, the peers, a file, and a place in the queue.
   */
  private static final Duration REFRESH = Duration.ofMinutes(3);

  private final TrustService trust;
  private final TrustChanges changes;
  private final TrustViews views;

  public TrustAnswers(TrustService trust) {
    this.trust = trust;
    this.changes = new TrustChanges(trust);
    this.views = new TrustViews(trust);
  }

  public void addTo(Operations operations) {
    operations
        .add(TrustCommands.ADD, new TrustAddition(trust)::add)
        .add(TrustCommands.RM, this::remove)
        .add(TrustCommands.LEVEL, this::level)
        .add(TrustCommands.ALLOW, r -> entry(r, c -> c.allow(functions(r))))
        .add(TrustCommands.DENY, r -> entry(r, c -> c.deny(functions(r))))
        .add(TrustCommands.UNSET, r -> entry(r, c -> c.unset(functions(r))))
        .add(TrustCommands.SUSPEND, r -> entry(r, EntryCommands::suspend))
        .add(TrustCommands.RESUME, r -> entry(r, EntryCommands::resume))
        .add(TrustCommands.RENEW, r -> entry(r, EntryCommands::renew))
        .add(TrustCommands.ACCEPT, r -> entry(r, EntryCommands::accept))
        .add(TrustCommands.REFRESH, this::refresh)
        .add(TrustCommands.LOG_PRUNE, this::prune);
    views.addTo(operations);
    new PolicyAnswers(trust, changes, views).addTo(operations);
  }

  private static org.trustnet.trust.model.Functions functions(Request request) {
    return TrustChanges.functions(request.arguments().subList(1, request.arguments().size()));
  }

  private Reply entry(Request request, Function<EntryCommands, Change> command) {
    String word = request.argument(0);
    Optional<PeerId> key = TrustChanges.keyOf(changes.find(request, 0));
    return changes.change(
        request,
        word,
        book -> command.apply(new EntryCommands(book, TrustChanges.find(book, word))),
        key);
  }

  private Reply level(Request request) {
    var level = TrustChanges.level(request.argument(1));
    return entry(request, commands -> commands.level(level));
  }

  private Reply remove(Request request) {
    String word = request.argument(0);
    Optional<PeerId> key = TrustChanges.keyOf(changes.find(request, 0));
    return changes.change(
        request, word, book -> new AddCommands(book).remove(TrustChanges.find(book, word)), key);
  }

  private Reply prune(Request request) {
    String text =
        request
            .option("before")
            .orElseThrow(() -> OperationException.usage("say which lines: --before INSTANT"));
    Instant before;
    try {
      before = Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw OperationException.usage(
          Printable.quote(text) + " is no instant such as 2026-01-31T00:00:00Z");
    }
    TrustChanges.require(
        request,
        Change.Consent.YES,
        List.of("lines before " + before + " go"),
        "",
        Optional.empty());
    long gone = trust.pruneLog(TrustChanges.actor(request), before);
    return Reply.document(Json.object("Message", gone + " lines removed", "Removed", gone));
  }

  // Refresh.

  private Reply refresh(Request request) throws InterruptedException {
    Optional<String> word = request.optionalArgument(0).filter(text -> !text.isEmpty());
    TrustBook book = trust.book(TrustChanges.actor(request));
    Map<Holding, CompletableFuture<RefreshOutcome>> waiting = new LinkedHashMap<>();
    List<Holding> asked =
        word.map(w -> List.of(TrustChanges.find(book, w))).orElse(book.snapshot().holdings());
    word.ifPresent(_ -> refuseBlocked(asked.getFirst()));
    for (Holding holding : asked) {
      trust.refresh(holding.key()).ifPresent(outcome -> waiting.put(holding, outcome));
    }
    if (word.isPresent() && waiting.isEmpty()) {
      throw OperationException.failed(Printable.quote(word.get()) + " has no name to refresh from");
    }
    List<Object> rows = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Map.Entry<Holding, CompletableFuture<RefreshOutcome>> one : waiting.entrySet()) {
      String label = one.getKey().entry().label().toString();
      Map<String, Object> row = row(label, one.getKey().key(), outcome(one.getValue()));
      trust
          .snapshot()
          .holding(one.getKey().key())
          .flatMap(now -> HeldNodes.told(now, trust.time().trust()))
          .ifPresent(held -> row.put("Message", held));
      rows.add(row);
      if (row.containsKey("error") && word.isPresent()) {
        refuseBlocked(one.getKey()); // meanwhile
      }
      if (row.containsKey("error") && blockedName(one.getKey()).isPresent()) {
        row.put("outcome", "blocked"); // the user's own will is no failure
        row.remove("error");
      } else if (row.containsKey("error")) {
        failures.add(label + ": " + row.get("error"));
      }
    }
    if (!failures.isEmpty()) {
      throw notRefreshed(failures, rows.size());
    }
    return Reply.rows(out -> rows.forEach(out));
  }

  private void refuseBlocked(Holding holding) {
    blockedName(holding)
        .ifPresent(
            name -> {
              throw OperationException.refused(
                  name.toName() + " is blocked; trust unblock /ipns/" + name.toName());
            });
  }

  /** The name of the entry, if it is never to be resolved. */
  private Optional<PeerId> blockedName(Holding holding) {
    return holding.entry() instanceof ListedEntry listed
        ? listed.name().filter(trust.snapshot()::nameBlocked)
        : Optional.empty();
  }

  /** One failure is the message; several are its details. */
  static OperationException notRefreshed(List<String> failures, int all) {
    return all == 1
        ? OperationException.failed("not refreshed: " + failures.getFirst())
        : new OperationException(
            OperationException.Kind.FAILED,
            "%d of %d not refreshed".formatted(failures.size(), all),
            failures);
  }

  private static RefreshOutcome outcome(CompletableFuture<RefreshOutcome> waiting)
      throws InterruptedException {
    try {
      return waiting.get(REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new RefreshOutcome.NothingFound("no outcome within " + REFRESH.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never fails", e);
    }
  }

  private static Map<String, Object> row(String label, EntryKey key, RefreshOutcome outcome) {
    Map<String, Object> row = Json.object("label", label, "key", key.text());
    switch (outcome) {
      case RefreshOutcome.Updated(var diff, boolean held) -> {
        row.put("outcome", "updated");
        row.put("diff", diff.toString());
        row.put("held", held);
      }
      case RefreshOutcome.Unchanged _ -> row.put("outcome", "unchanged");
      case RefreshOutcome.Revoked _ -> {
        row.put("outcome", "revoked");
        row.put("error", "the publisher revoked its key: nothing under it is accepted again");
      }
      case RefreshOutcome.Refused(var reason, String text) -> {
        row.put("outcome", "refused");
        row.put("error", text.startsWith(reason.id()) ? text : reason.id() + ": " + text);
      }
      case RefreshOutcome.NothingFound(String text) -> {
        row.put("outcome", "nothing-found");
        row.put("error", text);
      }
    }
    return row;
  }
}
