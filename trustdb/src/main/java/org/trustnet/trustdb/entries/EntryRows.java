package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Locale;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.schemas.trustdb.Direct;
import org.trustnet.schemas.trustdb.EntryRow;
import org.trustnet.schemas.trustdb.Listed;
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
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.model.UpdatePolicy;

/** Entries as rows. */
final class EntryRows {
  private EntryRows() {}

  static Bytes write(TrustEntry entry) {
    EntryRow.Builder row = standing(entry.standing());
    switch (entry) {
      case DirectEntry direct -> {
        Direct.Builder kind = Direct.newBuilder();
        direct.remotes().forEach(remote -> kind.addRemotes(remote.toString()));
        row.setDirect(kind);
      }
      case ListedEntry listed -> row.setListed(listed(listed));
    }
    return Bytes.wrap(row.build().toByteArray());
  }

  static TrustEntry read(EntryKey key, Bytes bytes) throws InvalidProtocolBufferException {
    EntryRow row = EntryRow.parseFrom(bytes.asByteBuffer());
    Standing standing = standing(row);
    return switch (row.getKindCase()) {
      case DIRECT -> {
        if (!(key instanceof EntryKey.OfPeer peer)) {
          throw new InvalidProtocolBufferException("a direct entry under the key of a list");
        }
        yield new DirectEntry(
            peer, standing, row.getDirect().getRemotesList().stream().map(Remote::parse).toList());
      }
      case LISTED -> listed(key, standing, row.getListed());
      case KIND_NOT_SET -> throw new InvalidProtocolBufferException("an entry of no kind");
    };
  }

  private static EntryRow.Builder standing(Standing s) {
    EntryRow.Builder row =
        EntryRow.newBuilder()
            .setLabel(s.label().text())
            .setLevel(s.level().id())
            .setAllowed(s.overrides().allowed().bits())
            .setDenied(s.overrides().denied().bits())
            .setJudged(Rows.time(s.judgement().made()))
            .setSuspended(s.suspended())
            .setOrigin(s.origin().id())
            .setAdded(Rows.time(s.added()))
            .setPrivate(s.sharing() == Standing.Sharing.PRIVATE)
            .setNote(s.note());
    s.judgement().lifetime().ifPresent(l -> row.setLifetime(Rows.time(l)));
    return row;
  }

  private static Standing standing(EntryRow row) {
    return new Standing(
        new Label(row.getLabel()),
        TrustLevel.byId(row.getLevel()).orElseThrow(),
        new Overrides(new Functions(row.getAllowed()), new Functions(row.getDenied())),
        new Judgement(
            Rows.instant(row.getJudged()),
            row.hasLifetime() ? Optional.of(Rows.duration(row.getLifetime())) : Optional.empty()),
        row.getSuspended() ? Standing.Suspension.SUSPENDED : Standing.Suspension.ACTIVE,
        Origin.valueOf(row.getOrigin().toUpperCase(Locale.ROOT)),
        Rows.instant(row.getAdded()),
        row.getPrivate() ? Standing.Sharing.PRIVATE : Standing.Sharing.SHARED,
        row.getNote());
  }

  private static Listed listed(ListedEntry entry) {
    Life life = entry.life();
    Listed.Builder row =
        Listed.newBuilder()
            .setUpdate(entry.update().id())
            .setCacheLifetime(Rows.time(entry.cacheLifetime()))
            .setTtl(Rows.time(life.ttl()))
            .setRevoked(life.revoked());
    entry.name().ifPresent(name -> row.setName(Rows.raw(name.encode())));
    life.fetched().ifPresent(t -> row.setFetched(Rows.time(t)));
    life.eol().ifPresent(t -> row.setEol(Rows.time(t)));
    life.used().ifPresent(row::setUsed);
    life.cid().ifPresent(cid -> row.setCid(Rows.raw(cid.encode())));
    life.alarms().behind().ifPresent(t -> row.setBehind(Rows.time(t)));
    life.alarms().frozen().ifPresent(t -> row.setFrozen(Rows.time(t)));
    life.alarms().silent().ifPresent(t -> row.setSilent(Rows.time(t)));
    life.alarms().unread().ifPresent(t -> row.setUnread(Rows.time(t)));
    life.lastError().ifPresent(row::setLastError);
    life.nextRefresh().ifPresent(t -> row.setNextRefresh(Rows.time(t)));
    return row.build();
  }

  private static ListedEntry listed(EntryKey key, Standing standing, Listed row) {
    return new ListedEntry(
        key,
        row.getName().isEmpty() ? Optional.empty() : Optional.of(Rows.peer(row.getName())),
        standing,
        UpdatePolicy.byId(row.getUpdate()).orElseThrow(),
        Rows.duration(row.getCacheLifetime()),
        life(row));
  }

  private static Life life(Listed row) {
    return new Life(
        row.hasFetched() ? Optional.of(Rows.instant(row.getFetched())) : Optional.empty(),
        Rows.duration(row.getTtl()),
        row.hasEol() ? Optional.of(Rows.instant(row.getEol())) : Optional.empty(),
        row.hasUsed() ? Optional.of(row.getUsed()) : Optional.empty(),
        row.getCid().isEmpty()
            ? Optional.empty()
            : Optional.of(Cid.decode(Rows.bytes(row.getCid()))),
        alarms(row),
        row.getRevoked() ? Life.Revocation.REVOKED : Life.Revocation.VALID,
        row.hasLastError() ? Optional.of(row.getLastError()) : Optional.empty(),
        row.hasNextRefresh() ? Optional.of(Rows.instant(row.getNextRefresh())) : Optional.empty());
  }

  private static Alarms alarms(Listed row) {
    return new Alarms(
        row.hasBehind() ? Optional.of(Rows.instant(row.getBehind())) : Optional.empty(),
        row.hasFrozen() ? Optional.of(Rows.instant(row.getFrozen())) : Optional.empty(),
        row.hasSilent() ? Optional.of(Rows.instant(row.getSilent())) : Optional.empty(),
        row.hasUnread() ? Optional.of(Rows.instant(row.getUnread())) : Optional.empty());
  }
}
