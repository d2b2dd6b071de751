package org.trustnet.trust.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@code trusted-functions} of an entry: what is allowed or denied whatever the matrix says. A
 * function in neither set is unset.
 *
 * @param allowed the {@code +function}s
 * @param denied the {@code -function}s, disjoint from {@code allowed}
 */
public record Overrides(Functions allowed, Functions denied) {
  public static final Overrides NONE = new Overrides(Functions.NONE, Functions.NONE);

  /** What an override says about one function. */
  public enum Setting {
    ALLOW,
    DENY,
    UNSET
  }

  public Overrides {
    if (!allowed.and(denied).isEmpty()) {
      throw new IllegalArgumentException("both allowed and denied: " + allowed.and(denied));
    }
  }

  public Setting of(TrustFunction function) {
    if (allowed.has(function)) {
      return Setting.ALLOW;
    }
    return denied.has(function) ? Setting.DENY : Setting.UNSET;
  }

  public Overrides allow(Functions functions) {
    return new Overrides(allowed.plus(functions), denied.minus(functions));
  }

  public Overrides deny(Functions functions) {
    return new Overrides(allowed.minus(functions), denied.plus(functions));
  }

  public Overrides unset(Functions functions) {
    return new Overrides(allowed.minus(functions), denied.minus(functions));
  }

  public boolean isEmpty() {
    return allowed.isEmpty() && denied.isEmpty();
  }

  /** What is given by an entry whose level gives {@code cells}. */
  public Functions apply(Functions cells) {
    return cells.plus(allowed).minus(denied);
  }

  /** As files and JSON show them: {@code +f} and {@code -f} in the order. */
  public List<String> list() {
    List<String> list = new ArrayList<>();
    for (TrustFunction function : allowed.plus(denied).list()) {
      list.add((allowed.has(function) ? "+" : "-") + function.id());
    }
    return List.copyOf(list);
  }
}
