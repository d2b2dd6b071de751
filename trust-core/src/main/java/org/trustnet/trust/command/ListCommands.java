package org.trustnet.trust.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.file.PublishCheck;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileReader;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Origin;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.refresh.FileDiff;
import org.trustnet.trust.refresh.UpdateGuard;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.NameRecord;

/** The lists that do not come from the network: the shipped one and the user's own. Section 5. */
public final class ListCommands {
  private final TrustBook book;

  public ListCommands(TrustBook book) {
    this.book = book;
  }

  /** {@code trust self FILE}: sets the user's own list, all of which is ultimate. */
  public Change self(Bytes content) {
    return switch (TrustFileReader.read(content)) {
      case ReadResult.Revoked revoked -> bad("a revocation file is no list of nodes");
      case ReadResult.Refused refused -> bad(refused.toString());
      case ReadResult.Accepted accepted -> self(content, accepted);
    };
  }

  private Change self(Bytes content, ReadResult.Accepted accepted) {
    TrustFile file = accepted.file();
    Optional<Holding> old = book.snapshot().holding(EntryKey.OfMark.SELF);
    Label label = new Label("self");
    Optional<Change.Refused> taken = old.isPresent() ? Optional.empty() : book.taken(label);
    if (taken.isPresent()) {
      return taken.get();
    }
    EntryBatch.Builder batch = EntryBatch.builder();
    if (old.isEmpty()) {
      Standing standing = Standing.of(label, TrustLevel.ULTIMATE, Origin.SELF, book.now());
      batch.entry(ListedEntry.self(standing));
    }
    FileDiff diff = FileDiff.between(old.flatMap(Holding::file).map(CachedFile::file), file);
    batch
        .file(
            EntryKey.OfMark.SELF,
            new CachedFile(content, file, NodeHistory.first(file, book.now())))
        .audit(book.line("self", EntryKey.OfMark.SELF, diff.toString()));
    List<String> messages = new ArrayList<>();
    accepted.warnings().forEach(w -> messages.add(w.toString()));
    Set<PeerId> own = Set.copyOf(book.snapshot().policy().self().stream().toList());
    PublishCheck.selfWarnings(file, own).forEach(w -> messages.add(w.toString()));
    return new Change.Done(batch.build(), Change.Consent.YES, messages);
  }

  /**
   * What a start of the program does with its shipped list: adds it once, replaces its file as an
   * update if no key updates it, and leaves it alone where the user removed it.
   *
   * @param updateKey the packager's key; empty if none is set
   */
  public Change bundled(Bytes content, Optional<PeerId> updateKey) {
    if (book.removedMarks().contains(EntryKey.OfMark.BUNDLED)) {
      return unchanged("the bundled list was removed by the user and stays so");
    }
    if (updateKey.filter(k -> book.name(k).mark() != NameRecord.Mark.NONE).isPresent()) {
      return unchanged("the key of the bundled list was removed or revoked");
    }
    if (!(TrustFileReader.read(content) instanceof ReadResult.Accepted accepted)) {
      return bad("the bundled list: " + TrustFileReader.read(content));
    }
    return book.snapshot()
        .holding(EntryKey.OfMark.BUNDLED)
        .map(old -> upgraded(old, content, accepted.file(), updateKey))
        .orElseGet(() -> installed(content, accepted.file(), updateKey));
  }

  private Change installed(Bytes content, TrustFile file, Optional<PeerId> updateKey) {
    Optional<Change> users = usersOwn(updateKey);
    if (users.isPresent()) {
      return users.get();
    }
    Label label = new Label("bundled");
    Optional<Change.Refused> taken = book.taken(label);
    if (taken.isPresent()) {
      return taken.get();
    }
    Standing standing = Standing.of(label, TrustLevel.TRUSTED, Origin.BUNDLED, book.now());
    EntryBatch batch =
        EntryBatch.builder()
            .entry(ListedEntry.bundled(updateKey, standing))
            .file(
                EntryKey.OfMark.BUNDLED,
                new CachedFile(content, file, NodeHistory.first(file, book.now())))
            .audit(
                AuditLine.of(
                    book.now(),
                    Actor.PROGRAM,
                    "add",
                    EntryKey.OfMark.BUNDLED,
                    file.nodeCount() + " nodes"))
            .build();
    return new Change.Done(batch, Change.Consent.NONE, List.of());
  }

  private Change upgraded(Holding old, Bytes content, TrustFile file, Optional<PeerId> updateKey) {
    if (!(old.entry() instanceof ListedEntry entry)) {
      throw new AssertionError("bundled has a file");
    }
    boolean newKey = !entry.name().equals(updateKey);
    boolean sameFile = old.file().filter(f -> f.content().equals(content)).isPresent();
    if (!newKey && (updateKey.isPresent() || sameFile)) {
      return unchanged("the bundled list is as it was");
    }
    Optional<Change> users = usersOwn(updateKey);
    if (newKey && users.isPresent()) {
      return users.get();
    }
    ListedEntry next =
        newKey
            ? new ListedEntry(
                entry.key(),
                updateKey,
                entry.standing(),
                entry.update(),
                entry.cacheLifetime(),
                Life.NEW)
            : entry;
    UpdateGuard.Judgement judged =
        old.file()
            .map(f -> UpdateGuard.judge(f.history(), file, entry, book.now()))
            .orElseGet(() -> new UpdateGuard.Judgement(NodeHistory.first(file, book.now()), false));
    FileDiff diff = FileDiff.between(old.file().map(CachedFile::file), file);
    EntryBatch batch =
        EntryBatch.builder()
            .entry(next)
            .file(entry.key(), new CachedFile(content, file, judged.history()))
            .audit(book.line("update", entry.key(), diff + (judged.held() ? ", held" : "")))
            .build();
    return new Change.Done(
        batch,
        Change.Consent.NONE,
        judged.held() ? List.of("held: trust accept bundled, or wait 48 h") : List.of());
  }

  /**
   * Left as it is where the user follows the key already: of two entries with one name a revocation
   * would reach only one.
   */
  private Optional<Change> usersOwn(Optional<PeerId> updateKey) {
    return updateKey
        .flatMap(book::byName)
        .filter(holding -> !holding.key().equals(EntryKey.OfMark.BUNDLED))
        .map(
            holding ->
                unchanged(
                    "the key of the bundled list has an entry already, "
                        + holding.entry().label()));
  }

  private static Change unchanged(String message) {
    return new Change.Done(EntryBatch.builder().build(), Change.Consent.NONE, List.of(message));
  }

  private static Change bad(String what) {
    return new Change.Refused(Change.Problem.INVALID, what, "correct the file");
  }
}
