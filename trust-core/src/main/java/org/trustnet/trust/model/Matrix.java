package org.trustnet.trust.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which functions each level gives: data, with the table as default. A higher level never
 * loses a function, so a row is the lowest level that gives it. Trust model, section 2.
 */
public final class Matrix {
  private static final Map<TrustFunction, TrustLevel> SHIPPED =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(TrustFunction.BOOTSTRAP, TrustLevel.TRUSTED),
              Map.entry(TrustFunction.CONNECT_ON_STARTUP, TrustLevel.ADVANCED),
              Map.entry(TrustFunction.HOLD_CONNECTION, TrustLevel.ADVANCED),
              Map.entry(TrustFunction.AUTONAT, TrustLevel.MARGINAL),
              Map.entry(TrustFunction.GRAPHSYNC, TrustLevel.MARGINAL),
              Map.entry(TrustFunction.QUERY_ALL_IPNS, TrustLevel.ULTIMATE),
              Map.entry(TrustFunction.PEER_EXCHANGE, TrustLevel.TRUSTED),
              Map.entry(TrustFunction.OFFER_RELAY, TrustLevel.ADVANCED),
              Map.entry(TrustFunction.USE_AS_RELAY, TrustLevel.MARGINAL),
              Map.entry(TrustFunction.REDISTRIBUTE_IPNS, TrustLevel.ADVANCED),
              Map.entry(TrustFunction.REMOTE_RESOLVE_IPNS, TrustLevel.ADVANCED),
              Map.entry(TrustFunction.REMOTE_PUT_DHT, TrustLevel.ADVANCED),
              Map.entry(TrustFunction.REMOTE_FETCH_DHT, TrustLevel.ADVANCED),
              Map.entry(TrustFunction.REMOTE_FETCH_CID, TrustLevel.ADVANCED)));

  private static final Matrix STANDARD = new Matrix(SHIPPED);

  private final Map<TrustFunction, TrustLevel> lowest;
  private final Map<TrustLevel, Functions> byLevel;

  private Matrix(Map<TrustFunction, TrustLevel> lowest) {
    this.lowest = Map.copyOf(lowest);
    Map<TrustLevel, Functions> all = new EnumMap<>(TrustLevel.class);
    for (TrustLevel level : TrustLevel.values()) {
      List<TrustFunction> given = new ArrayList<>();
      lowest.forEach(
          (function, from) -> {
            if (level.atLeast(from)) {
              given.add(function);
            }
          });
      all.put(level, Functions.of(given));
    }
    this.byLevel = all;
  }

  /** The shipped default. */
  public static Matrix standard() {
    return STANDARD;
  }

  /**
   * A matrix from what each level gives.
   *
   * @param given for each level, lowest first, its functions
   * @throws IllegalArgumentException naming the row and the level in which a higher level loses a
   *     function that a lower one has, or if there are not five levels
   */
  public static Matrix of(List<Functions> given) {
    TrustLevel[] levels = TrustLevel.values();
    if (given.size() != levels.length) {
      throw new IllegalArgumentException("a matrix of " + given.size() + " levels, not 5");
    }
    Map<TrustFunction, TrustLevel> lowest = new EnumMap<>(TrustFunction.class);
    for (int i = 0; i < given.size(); i++) {
      TrustLevel level = levels[i];
      for (TrustFunction function : given.get(i).list()) {
        lowest.putIfAbsent(function, level);
      }
      for (TrustFunction function : lowest.keySet()) {
        if (!given.get(i).has(function)) {
          throw new IllegalArgumentException(
              "row %s: level %s loses what %s has"
                  .formatted(function.id(), level.id(), lowest.get(function).id()));
        }
      }
    }
    return new Matrix(lowest);
  }

  /** What {@code level} gives. */
  public Functions given(TrustLevel level) {
    return byLevel.getOrDefault(level, Functions.NONE);
  }

  /** The cell: whether {@code level} gives {@code function}. */
  public boolean cell(TrustFunction function, TrustLevel level) {
    return given(level).has(function);
  }

  /** The lowest level that gives {@code function}; empty if none does. */
  public Optional<TrustLevel> lowest(TrustFunction function) {
    return Optional.ofNullable(lowest.get(function));
  }

  /** This matrix with {@code function} given from {@code level} up, or by no level if empty. */
  public Matrix with(TrustFunction function, Optional<TrustLevel> level) {
    Map<TrustFunction, TrustLevel> changed = new EnumMap<>(TrustFunction.class);
    changed.putAll(lowest);
    changed.remove(function);
    level.ifPresent(l -> changed.put(function, l));
    return new Matrix(changed);
  }

  /** What is given per level, lowest first: what a store keeps. */
  public List<Functions> rows() {
    return List.copyOf(byLevel.values());
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Matrix other && lowest.equals(other.lowest);
  }

  @Override
  public int hashCode() {
    return lowest.hashCode();
  }

  @Override
  public String toString() {
    return lowest.toString();
  }
}
