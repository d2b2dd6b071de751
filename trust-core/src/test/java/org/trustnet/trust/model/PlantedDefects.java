package org.trustnet.trust.model;

import java.nio.charset.StandardCharsets;
import org.trustnet.multiformats.MultiformatException;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A reader of remotes that judges a domain without all of its closing dots, but takes only one of
   * them away: what it reads is read as something else. Seeds: TrustTextFuzzTest.
   */
  void domainWithTwoClosingDots(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      if (Remote.parse(text.replaceFirst("\\.+$", "")) instanceof Remote.Domain
          && !withoutADot(text).equals(withoutADot(withoutADot(text)))) {
        throw new IllegalStateException("planted: domainWithTwoClosingDots");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }

  private static String withoutADot(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
