package org.trustnet.bootstrap.answers;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.config.ConfigType;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;

/** An entry as {@code trust ls} and {@code trust show} write it, in the words. */
final class EntryJson {
  private final EntryStore store;
  private final Snapshot snapshot;
  private final Instant now;

  EntryJson(EntryStore store, Snapshot snapshot, Instant now) {
    this.store = store;
    this.snapshot = snapshot;
    this.now = now;
  }

  Map<String, Object> of(Holding holding) {
    Standing standing = holding.entry().standing();
    Map<String, Object> json =
        Json.object(
            "label", standing.label().toString(),
            "pubkey", pubkey(holding.entry()),
            "trustlevel", standing.level().id(),
            "trusted-functions", standing.overrides().list(),
            "trust-lifetime",
                standing.judgement().lifetime().map(ConfigType::formatDuration).orElse("infinity"));
    standing.judgement().end().ifPresent(end -> json.put("trust-until", end.toString()));
    if (holding.entry() instanceof ListedEntry listed && !listed.local()) {
      json.put("fetched", listed.life().fetched().map(Instant::toString).orElse(""));
      json.put("TTL", duration(listed.life().ttl()));
      json.put("cache-lifetime", duration(listed.cacheLifetime()));
    }
    json.put("state", EntryState.of(holding, now).id());
    json.put("flags", EntryAlarms.of(holding, snapshot, now));
    json.put("withheld", snapshot.withheld(holding.key(), Epoch.millis(now)));
    if (holding.entry() instanceof ListedEntry listed) {
      life(json, listed);
    }
    json.put("source", standing.origin().id());
    json.put("options", options(holding.entry()));
    return json;
  }

  /** With what the file and a direct entry say. */
  Map<String, Object> whole(Holding holding) {
    Map<String, Object> json = new LinkedHashMap<>(of(holding));
    Standing standing = holding.entry().standing();
    json.put("key", holding.key().text());
    json.put("added", standing.added().toString());
    if (holding.key().equals(EntryKey.OfMark.BUNDLED)
        && holding.entry() instanceof ListedEntry listed
        && listed.local()) {
      json.put("update-key", "the packager set no update key");
    }
    if (!standing.note().isEmpty()) {
      json.put("note", Printable.escape(standing.note()));
    }
    if (holding.entry() instanceof DirectEntry direct) {
      json.put("remotes", Json.texts(direct.remotes()));
    }
    holding.file().ifPresent(file -> file(json, file));
    return json;
  }

  private static void file(Map<String, Object> json, CachedFile file) {
    json.put("description", Printable.escape(file.file().description()));
    json.put("contact", escaped(file.file().contact()));
    List<Object> nodes = new ArrayList<>();
    for (TrustFile.Entity entity : file.file().entities()) {
      entity.nodes().forEach(node -> nodes.add(node(entity, node)));
    }
    json.put("nodes", nodes);
  }

  /** A listed node; its functions are what it says it offers, and give nothing. */
  private static Map<String, Object> node(TrustFile.Entity entity, Node node) {
    return Json.object(
        "entity", Printable.escape(entity.label()),
        "node", Printable.escape(node.label()),
        "pubkey", node.peer().toString(),
        "contact", escaped(node.contact()),
        "remotes", Json.texts(node.remotes()),
        "remotes-strict", node.strict(),
        "functions", node.hints().list().stream().map(TrustFunction::id).toList());
  }

  private static List<String> escaped(List<String> texts) {
    return texts.stream().map(Printable::escape).toList();
  }

  private void life(Map<String, Object> json, ListedEntry listed) {
    Life life = listed.life();
    Optional<Floor> floor = listed.name().flatMap(store::name).flatMap(NameRecord::floor);
    floor.ifPresent(f -> json.put("seen", unsigned(f.sequence())));
    life.used().ifPresent(used -> json.put("used", unsigned(used)));
    life.cid().ifPresent(cid -> json.put("cid", cid.toString()));
    life.eol().ifPresent(eol -> json.put("eol", eol.toString()));
    life.lastError().ifPresent(error -> json.put("last-error", Printable.escape(error)));
    life.nextRefresh().ifPresent(next -> json.put("next-refresh", next.toString()));
  }

  private static String pubkey(TrustEntry entry) {
    return switch (entry) {
      case DirectEntry direct -> direct.peer().toString();
      case ListedEntry listed -> listed.name().map(PeerId::toName).orElse("");
    };
  }

  private static List<String> options(TrustEntry entry) {
    List<String> options = new ArrayList<>();
    if (entry.standing().sharing() == Standing.Sharing.PRIVATE) {
      options.add("private");
    }
    if (entry instanceof ListedEntry listed) {
      options.add("update=" + listed.update().id());
    }
    return options;
  }

  private static String duration(Duration duration) {
    return ConfigType.formatDuration(duration);
  }

  private static BigInteger unsigned(long sequence) {
    return new BigInteger(Long.toUnsignedString(sequence));
  }
}
