package org.trustnet.trust.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of functions as bits, so that a decision allocates nothing.
 *
 * @param bits bit n is the function of ordinal n; no other bit is set
 */
public record Functions(int bits) {
  private static final int EVERY = (1 << TrustFunction.values().length) - 1;

  public static final Functions NONE = new Functions(0);
  public static final Functions ALL = new Functions(EVERY);

  /** Functions of direction rely: all that a withheld voucher still gives. */
  public static final Functions RELY = withDirection(TrustFunction.Direction.RELY);

  public Functions {
    if ((bits & ~EVERY) != 0) {
      throw new IllegalArgumentException("function bits " + Integer.toHexString(bits));
    }
  }

  public static Functions of(TrustFunction... functions) {
    return of(List.of(functions));
  }

  public static Functions of(Collection<TrustFunction> functions) {
    int bits = 0;
    for (TrustFunction function : functions) {
      bits |= function.bit();
    }
    return new Functions(bits);
  }

  private static Functions withDirection(TrustFunction.Direction direction) {
    int bits = 0;
    for (TrustFunction function : TrustFunction.values()) {
      bits |= function.direction() == direction ? function.bit() : 0;
    }
    return new Functions(bits);
  }

  public boolean has(TrustFunction function) {
    return (bits & function.bit()) != 0;
  }

  public boolean isEmpty() {
    return bits == 0;
  }

  public Functions plus(Functions other) {
    return new Functions(bits | other.bits);
  }

  public Functions minus(Functions other) {
    return new Functions(bits & ~other.bits);
  }

  public Functions and(Functions other) {
    return new Functions(bits & other.bits);
  }

  /** The functions, in the order. */
  public List<TrustFunction> list() {
    List<TrustFunction> list = new ArrayList<>(Integer.bitCount(bits));
    for (TrustFunction function : TrustFunction.values()) {
      if (has(function)) {
        list.add(function);
      }
    }
    return List.copyOf(list);
  }

  /** Identifiers joined by commas. */
  @Override
  public String toString() {
    return list().stream().map(TrustFunction::id).collect(Collectors.joining(","));
  }
}
