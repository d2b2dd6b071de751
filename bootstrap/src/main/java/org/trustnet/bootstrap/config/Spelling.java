package org.trustnet.bootstrap.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be. Pure. */
public final class Spelling {
  /** Most letters that a name may differ in to be meant instead. */
  private static final int NEAR = 3;

  private Spelling() {}

  /** The one of {@code names} that differs from {@code word} in the fewest letters, and in few. */
  public static Optional<String> meant(String word, Collection<String> names) {
    return names.stream()
        .filter(name -> Math.abs(name.length() - word.length()) <= NEAR)
        .min(Comparator.comparingInt((String name) -> distance(word, name)).thenComparing(n -> n))
        .filter(name -> distance(word, name) <= NEAR);
  }

  /** How many letters to put in, take away or change to make one word the other. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
