package org.trustnet.bootstrap.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What one caller of the RPC sends and may call: a value of {@code API.Authorizations}, in Kubo's
 * form. Pure.
 *
 * @param secret {@code bearer:TOKEN}, {@code basic:USER:PASSWORD} or {@code basic:BASE64}; without
 *     a scheme it is a token
 * @param allowedPaths each allows itself and what is under it
 */
public record ApiAuthorization(String secret, List<String> allowedPaths) {
  /** Most callers. */
  static final int MAX_CALLERS = 64;

  /** Longest name of a caller, in characters. */
  static final int MAX_NAME = 64;

  /** Longest secret, in characters. */
  static final int MAX_SECRET = 1_024;

  /** Most paths of a caller. */
  static final int MAX_PATHS = 64;

  /** Longest path, in characters. */
  static final int MAX_PATH = 256;

  private static final String BEARER = "bearer:";
  private static final String BASIC = "basic:";

  /**
   * Checks them. No message has the secret in it.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public ApiAuthorization {
    allowedPaths = List.copyOf(allowedPaths);
    checkSecret(secret);
    if (allowedPaths.size() > MAX_PATHS) {
      throw new IllegalArgumentException("AllowedPaths has more than " + MAX_PATHS + " paths");
    }
    for (String path : allowedPaths) {
      if (!path.startsWith("/") || path.length() > MAX_PATH) {
        throw new IllegalArgumentException(
            "AllowedPaths: a path begins with /, such as /api/v0/swarm, and has at most "
                + MAX_PATH
                + " characters");
      }
    }
  }

  private static void checkSecret(String secret) {
    if (secret.length() > MAX_SECRET) {
      throw new IllegalArgumentException("AuthSecret has more than " + MAX_SECRET + " characters");
    }
    if (secret.startsWith(BASIC)) {
      checkBasic(secret.substring(BASIC.length()));
      return;
    }
    if (secret.indexOf(':') >= 0 && !secret.startsWith(BEARER)) {
      throw new IllegalArgumentException(
          "AuthSecret: its scheme must be bearer: or basic:; a token with a colon is written"
              + " bearer:TOKEN");
    }
    String token = secret.startsWith(BEARER) ? secret.substring(BEARER.length()) : secret;
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "AuthSecret: a token is of letters, digits and signs of ASCII without spaces; an empty"
              + " one would let everybody in");
    }
  }

  private static void checkBasic(String value) {
    String pair = value.indexOf(':') >= 0 ? value : decoded(value);
    int colon = pair.indexOf(':');
    if (colon < 1
        || colon == pair.length() - 1
        || pair.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "AuthSecret: after basic: come a name, a colon and a password, or both in base64; neither"
              + " may be empty");
    }
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // refused like a pair without a colon
    }
  }

  /** The value of the header {@code Authorization} that the caller sends. */
  public String header() {
    if (!secret.startsWith(BASIC)) {
      return "Bearer " + (secret.startsWith(BEARER) ? secret.substring(BEARER.length()) : secret);
    }
    String value = secret.substring(BASIC.length());
    return "Basic "
        + (value.indexOf(':') < 0
            ? value
            : Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ApiAuthorization" + allowedPaths;
  }
}
