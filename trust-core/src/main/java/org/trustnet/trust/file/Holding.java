package org.trustnet.trust.file;

import java.util.Optional;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustEntry;

/**
 * An entry and the file it holds.
 *
 * @param entry the entry
 * @param file its cached file; empty for a direct entry and for one that is pending
 */
public record Holding(TrustEntry entry, Optional<CachedFile> file) {
  public Holding {
    if (entry instanceof DirectEntry && file.isPresent()) {
      throw new IllegalArgumentException("a direct entry has no file");
    }
  }

  public static Holding of(TrustEntry entry) {
    return new Holding(entry, Optional.empty());
  }

  public static Holding of(TrustEntry entry, CachedFile file) {
    return new Holding(entry, Optional.of(file));
  }

  public EntryKey key() {
    return entry.key();
  }

  public Holding withEntry(TrustEntry to) {
    return new Holding(to, file);
  }
}
