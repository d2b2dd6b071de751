package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/**
 * What it takes until one entry's word gives a function.
 *
 * @param needs commands, all of them, in the order to do them
 * @param widens whether the user has to judge otherwise than he did: level or override
 */
record Remedy(List<String> needs, boolean widens) {
  /** The least to do first, and what leaves the user's judgement as it is. */
  static final Comparator<Remedy> SHORTEST =
      Comparator.<Remedy>comparingInt(remedy -> remedy.needs.size()).thenComparing(Remedy::widens);

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*");

  Remedy {
    needs = List.copyOf(needs);
  }

  /** All that it takes, in words. */
  static String words(List<String> needs) {
    return String.join(", and ", needs);
  }

  /** A command about an entry: its label where a shell takes that as one word, else its key. */
  static String command(String verb, EntryView view) {
    Label label = view.entry().label();
    boolean plain =
        PLAIN.matcher(label.text()).matches()
            && EntryKey.parse(label.text()).filter(key -> !key.equals(view.key())).isEmpty();
    return "trust " + verb + " " + (plain ? label.toString() : view.key().text());
  }

  /** Where a level is asked for: nothing is above the highest. */
  static String orAbove(TrustLevel level) {
    return level.id() + (level == TrustLevel.ULTIMATE ? "" : " or above");
  }

  /**
   * Finds remedies.
   *
   * @param now trust time in milliseconds
   */
  record Finder(Matrix matrix, TrustFunction function, long now) {
    /** For a peer that the voucher names; empty if nothing brings its word back. */
    Optional<Remedy> of(Voucher voucher) {
      return of(voucher.view, now < voucher.inForce);
    }

    /** For a function that is granted to the entry; empty if nothing gives it that. */
    Optional<Remedy> own(EntryView view) {
      boolean local = view.listed().filter(ListedEntry::local).isPresent();
      return local ? Optional.empty() : of(view, false);
    }

    private Optional<Remedy> of(EntryView view, boolean held) {
      if (view.listed().filter(l -> l.life().revoked()).isPresent()) {
        return Optional.empty();
      }
      List<String> needs = new ArrayList<>();
      if (view.blockedName) {
        view.listed()
            .flatMap(ListedEntry::name)
            .ifPresent(name -> needs.add("trust unblock /ipns/" + name.toName()));
      }
      if (view.entry().standing().suspended()) {
        needs.add(command("resume", view));
      }
      if (now >= view.trustEnd) {
        needs.add(command("renew", view));
      }
      if (waits(view)) {
        needs.add(command("refresh", view) + " that brings the file of its newest record");
      }
      if (held) {
        needs.add(command("accept", view));
      }
      boolean widens = (view.gives & function.bit()) == 0;
      if (widens) {
        needs.add(given(view));
      }
      return Optional.of(new Remedy(needs, widens));
    }

    /** Whether only a newer file, or a confirmed one, lets it give the function. */
    private boolean waits(EntryView view) {
      boolean withheld = view.withheld(now) && !Functions.RELY.has(function);
      boolean overAge = view.overAge(now) && (view.answered || function != TrustFunction.BOOTSTRAP);
      return !view.hasFile() || withheld || overAge;
    }

    /** The command that makes the entry itself give the function. */
    private String given(EntryView view) {
      Standing standing = view.entry().standing();
      boolean denied = standing.overrides().of(function) == Overrides.Setting.DENY;
      if (denied && matrix.cell(function, standing.level())) {
        return unset(view);
      }
      Optional<String> level =
          matrix
              .lowest(function)
              .filter(_ -> !denied)
              .map(lowest -> command("level", view) + " " + lowest.id() + " or ");
      return level.orElse("") + allow(view);
    }

    String unset(EntryView view) {
      return command("unset", view) + " " + function.id();
    }

    String allow(EntryView view) {
      return command("allow", view) + " " + function.id();
    }
  }
}
