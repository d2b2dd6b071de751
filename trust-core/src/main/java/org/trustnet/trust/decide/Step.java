package org.trustnet.trust.decide;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.Origin;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** One step of an explanation, as data; {@code toString} says it in words. */
public sealed interface Step {
  /** The subject is our own peer ID. */
  record Ourselves(PeerId peer) implements Step {
    @Override
    public String toString() {
      return peer + " is this node itself: never a subject";
    }
  }

  /** The user blocked the peer. */
  record Blocked(PeerId peer) implements Step {
    @Override
    public String toString() {
      return peer + " is blocked: no function, no connection either way";
    }
  }

  /** A direct entry in force has an override for the function. */
  record DirectOverride(Label label, EntryKey key, Overrides.Setting setting) implements Step {
    @Override
    public String toString() {
      return "direct entry %s says %s: that decides"
          .formatted(label, setting == Overrides.Setting.ALLOW ? "+" : "-");
    }
  }

  /**
   * An entry that names the peer was considered, or that the question is about.
   *
   * @param label its label
   * @param key its key
   * @param node what its file calls the node; empty for a direct entry, and for itself
   * @param level its level
   * @param setting its override for the function
   * @param cell the matrix cell of its level
   * @param state where it stands in its life
   * @param flags what else is said of it
   * @param withheld whether it gives only what we rely on
   * @param weight whether it counts, and why not
   * @param age how old its file is; empty if it has none from outside
   * @param origin where its key came from
   */
  record Vouch(
      Label label,
      EntryKey key,
      String node,
      TrustLevel level,
      Overrides.Setting setting,
      boolean cell,
      EntryState state,
      Set<EntryFlag> flags,
      boolean withheld,
      Weight weight,
      Optional<Duration> age,
      Origin origin)
      implements Step {
    public Vouch {
      flags = Set.copyOf(flags);
    }

    @Override
    public String toString() {
      String matrix = "the matrix " + (cell ? "gives it" : "does not give it");
      String by =
          switch (setting) {
            case ALLOW -> "its +, " + matrix;
            case DENY -> "its -, " + matrix;
            case UNSET -> matrix;
          };
      return "%s (%s, %s%s): %s; %s; %s%s, %s"
          .formatted(
              label,
              level.id(),
              standing(),
              age.map(a -> ", " + words(a) + " old").orElse(""),
              weight.words(),
              by,
              node.isEmpty() ? "" : Printable.quote(node) + " in ",
              key.text(),
              origin.id());
    }

    private static String words(Duration age) {
      return age.toHours() < 1 ? age.toMinutes() + " min" : age.toHours() + " h";
    }

    /** State and flags, in the words of {@code trust show} and {@code trust ls}. */
    private String standing() {
      Stream<String> alarms = flags.stream().map(EntryFlag::id).sorted();
      Stream<String> last = withheld ? Stream.of("withheld") : Stream.empty();
      return Stream.of(Stream.of(state.id()), alarms, last)
          .flatMap(Function.identity())
          .collect(Collectors.joining(", "));
    }
  }

  /** What a voucher's word is worth. */
  enum Weight {
    GIVES("gives it"),
    DOES_NOT_GIVE("does not give it"),
    SUSPENDED("does not count: suspended"),
    NAME_BLOCKED("does not count: its name is blocked"),
    TRUST_EXPIRED("does not count: trust-lifetime is over"),
    REVOKED("does not count: its key is revoked"),
    EXPIRED("does not count: its file is older than cache-lifetime"),
    NO_FILE("does not count: nothing was fetched yet"),
    NO_RECORD("does not give it: its list comes from no record"),
    HELD("does not count yet: the node is held by the update guard"),
    WITHHELD("does not give it: withheld, only what we rely on"),
    OVER_AGE("does not give it: over-age and not looked up yet, bootstrap only");

    private final String words;

    Weight(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Where the peer is dialled for the function; of what we rely on alone. */
  record Dialled(Dialling where) implements Step {
    @Override
    public String toString() {
      List<String> places =
          new ArrayList<>(where.remotes().stream().map(Object::toString).toList());
      if (where.learnt() == Dialling.Learnt.DIALLED) {
        places.add("addresses learnt elsewhere");
      }
      String none = places.isEmpty() ? "nowhere" : "";
      return "dialled at " + none + String.join(", ", places);
    }
  }

  /** A remote that an entry gives is not used. */
  record Dropped(Label label, RemoteRules.Dropped remote) implements Step {
    @Override
    public String toString() {
      return "%s: remote %s is not used: %s".formatted(label, remote.remote(), remote.reason());
    }
  }

  /** Whether {@code Trust.Default} opens the function. */
  record Default(TrustFunction function, boolean opens) implements Step {
    @Override
    public String toString() {
      return "Trust.Default " + (opens ? "opens " : "does not open ") + function.id();
    }
  }

  /** No entry names the peer. */
  record Unknown(PeerId peer) implements Step {
    @Override
    public String toString() {
      return "no entry names " + peer + ": level none";
    }
  }

  /** Whether we ask the peer for the function that was asked about as a grant to it. */
  record OurSide(TrustFunction function, boolean asked) implements Step {
    @Override
    public String toString() {
      return "from our side: %s may %sbe asked of the peer"
          .formatted(function.id(), asked ? "" : "not ");
    }
  }

  /** The function is decided, but nothing in this program asks for it yet. */
  record NoProtocolYet(TrustFunction function) implements Step {
    @Override
    public String toString() {
      return function.id() + " has no protocol in this version yet";
    }
  }

  /** The function is never one of a peer. */
  record EntryOnly(TrustFunction function) implements Step {
    @Override
    public String toString() {
      return function.id() + " is granted to an entry with a name, never to a peer";
    }
  }

  /** What would change the answer. */
  record WouldChange(String text) implements Step {
    @Override
    public String toString() {
      return "would change it: " + text;
    }
  }
}
