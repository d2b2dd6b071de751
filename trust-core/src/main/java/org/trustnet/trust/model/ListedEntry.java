package org.trustnet.trust.model;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;

/**
 * An entry with a trust file.
 *
 * @param key its name, or one of the marks {@code bundled} and {@code self}
 * @param name the IPNS name that updates it; empty for a local file (self, or bundled without an
 *     update key). For a key that is a name, that name
 * @param standing what the user says about it
 * @param update how much may change at once
 * @param cacheLifetime after this the cached file is not valid any more; {@link #MIN_CACHE} to
 *     {@link #MAX_CACHE}
 * @param life status of the cached file
 */
public record ListedEntry(
    EntryKey key,
    Optional<PeerId> name,
    Standing standing,
    UpdatePolicy update,
    Duration cacheLifetime,
    Life life)
    implements TrustEntry {
  public static final Duration MIN_CACHE = Duration.ofDays(2);

  /** The "maximal cache time 2y". */
  public static final Duration MAX_CACHE = Duration.ofDays(730);

  public static final Duration DEFAULT_CACHE = Duration.ofDays(365);

  public ListedEntry {
    if (cacheLifetime.compareTo(MIN_CACHE) < 0 || cacheLifetime.compareTo(MAX_CACHE) > 0) {
      throw new IllegalArgumentException(
          "cache-lifetime %s: at least 48h, at most 2y (730d)".formatted(shown(cacheLifetime)));
    }
    switch (key) {
      case EntryKey.OfPeer peer ->
          throw new IllegalArgumentException("an entry with a file has no key " + peer);
      case EntryKey.OfName named -> name = Optional.of(named.name());
      case EntryKey.OfMark mark -> {
        if (mark.mark() == EntryKey.Mark.SELF && name.isPresent()) {
          throw new IllegalArgumentException("the entry self has no update key");
        }
      }
    }
  }

  /** {@code 1h30m}, {@code 1095d}. */
  private static String shown(Duration duration) {
    if (duration.equals(Duration.ofDays(duration.toDays())) && !duration.isZero()) {
      return duration.toDays() + "d";
    }
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** A new entry for a published list. */
  public static ListedEntry of(PeerId name, Standing standing) {
    return new ListedEntry(
        new EntryKey.OfName(name),
        Optional.of(name),
        standing,
        UpdatePolicy.GUARD,
        DEFAULT_CACHE,
        Life.NEW);
  }

  /** The entry of the shipped list, with the key that updates it, if the packager set one. */
  public static ListedEntry bundled(Optional<PeerId> updateKey, Standing standing) {
    return new ListedEntry(
        EntryKey.OfMark.BUNDLED, updateKey, standing, UpdatePolicy.GUARD, DEFAULT_CACHE, Life.NEW);
  }

  /** The entry of the user's own list. */
  public static ListedEntry self(Standing standing) {
    return new ListedEntry(
        EntryKey.OfMark.SELF,
        Optional.empty(),
        standing,
        UpdatePolicy.AUTO,
        DEFAULT_CACHE,
        Life.NEW);
  }

  /** Whether its file comes from this machine alone: no TTL, EOL, sequence or expiry. */
  public boolean local() {
    return name.isEmpty();
  }

  @Override
  public ListedEntry withStanding(Standing to) {
    return new ListedEntry(key, name, to, update, cacheLifetime, life);
  }

  public ListedEntry withLife(Life to) {
    return new ListedEntry(key, name, standing, update, cacheLifetime, to);
  }

  public ListedEntry withUpdate(UpdatePolicy to) {
    return new ListedEntry(key, name, standing, to, cacheLifetime, life);
  }

  public ListedEntry withCacheLifetime(Duration to) {
    return new ListedEntry(key, name, standing, update, to, life);
  }
}
