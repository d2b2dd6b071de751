package org.trustnet.trust.life;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;

/** What may be said of an entry beside its state. Trust model, section 4. */
public enum EntryFlag {
  BEHIND,
  FROZEN,
  HELD,
  SUSPENDED,
  TRUST_EXPIRED,
  REVOKED;

  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The flags of an entry at {@code now}, trust time. */
  public static Set<EntryFlag> of(Holding holding, Instant now) {
    Set<EntryFlag> flags = EnumSet.noneOf(EntryFlag.class);
    if (holding.entry().standing().suspended()) {
      flags.add(SUSPENDED);
    }
    if (holding.entry().standing().judgement().over(now)) {
      flags.add(TRUST_EXPIRED);
    }
    if (holding.entry() instanceof ListedEntry listed) {
      addLife(listed.life(), flags);
    }
    if (holding.file().filter(f -> !f.history().waiting(now).isEmpty()).isPresent()) {
      flags.add(HELD);
    }
    return flags;
  }

  private static void addLife(Life life, Set<EntryFlag> flags) {
    Alarms alarms = life.alarms();
    if (alarms.behind().isPresent()) {
      flags.add(BEHIND);
    }
    if (alarms.frozen().isPresent()) {
      flags.add(FROZEN);
    }
    if (life.revoked()) {
      flags.add(REVOKED);
    }
  }
}
