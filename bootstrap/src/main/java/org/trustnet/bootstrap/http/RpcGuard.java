package org.trustnet.bootstrap.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;

/**
 * Who may call the RPC: callers that name this host (no DNS rebinding), that no foreign web page
 * sent, and that hold a token for the path. Pure.
 */
public final class RpcGuard {
  /** Digits of a fingerprint: enough to tell a handful of tokens apart. */
  private static final int PRINT = 8;

  private final String masterToken;
  private final Map<String, String> prefixByToken;

  /**
   * @param masterToken may call everything
   * @param authorizations further tokens, each with the path prefix it may call, for example {@code
   *     /api/v0/swarm}
   * @throws IllegalArgumentException if a token is blank: whoever sends none would hold it
   */
  public RpcGuard(String masterToken, Map<String, String> authorizations) {
    this.masterToken = masterToken;
    Map<String, String> all = new java.util.HashMap<>(authorizations);
    all.put(masterToken, "/");
    if (all.keySet().stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a token of the RPC is empty");
    }
    this.prefixByToken = Map.copyOf(all);
  }

  /**
   * The head of a request.
   *
   * @param path its path, decoded
   * @param host the {@code Host} header
   * @param origin the {@code Origin} header
   * @param referer the {@code Referer} header
   * @param authorization the {@code Authorization} header
   */
  public record Head(
      String path,
      @Nullable String host,
      @Nullable String origin,
      @Nullable String referer,
      @Nullable String authorization) {}

  /**
   * Why a request is turned away.
   *
   * @param status 401 or 403
   * @param message one line
   */
  public record Refusal(int status, String message) {}

  /** What is wrong with the request, if anything. */
  public Optional<Refusal> judge(Head head) {
    return judgePlace(head).or(() -> judgeToken(head));
  }

  /** What is wrong with where the request comes from, whatever token it has. */
  public Optional<Refusal> judgePlace(Head head) {
    if (head.host == null || !isLoopback(head.host)) {
      return refuse(403, "the Host header must name this host: localhost or a loopback address");
    }
    if (isForeign(head.origin) || isForeign(head.referer)) {
      return refuse(403, "requests of web pages from elsewhere are not answered");
    }
    return Optional.empty();
  }

  /** Shows that the master token is known here, by {@link ApiProof}. */
  public String proof(int port, String nonce) {
    return ApiProof.of(masterToken, port, nonce);
  }

  private Optional<Refusal> judgeToken(Head head) {
    String given = head.authorization == null ? "" : bearer(head.authorization);
    String allowed = null;
    for (Map.Entry<String, String> entry : prefixByToken.entrySet()) {
      if (same(entry.getKey(), given)) {
        allowed = entry.getValue();
      }
    }
    if (allowed == null) {
      return refuse(401, "send the header: Authorization: Bearer <content of the file api-token>");
    }
    return covers(allowed, head.path)
        ? Optional.empty()
        : refuse(403, "this token may call " + allowed + " only");
  }

  /**
   * What the audit log calls the token of a caller that {@link #judge} let pass: {@code api-token},
   * or the path that it may call with a fingerprint, because those of the configuration have no
   * names.
   *
   * @param authorization the {@code Authorization} header
   */
  public String tokenName(@Nullable String authorization) {
    String given = authorization == null ? "" : bearer(authorization);
    if (same(masterToken, given)) {
      return "api-token";
    }
    String prefix = prefixByToken.getOrDefault(given, "");
    String print = Multihash.sha256(Bytes.utf8(given)).digest().toHex().substring(0, PRINT);
    return prefix + "#" + print;
  }

  private static boolean covers(String prefix, String path) {
    String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return path.equals(bare) || path.startsWith(bare + "/");
  }

  private static String bearer(String authorization) {
    return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        ? authorization.substring(7).strip()
        : "";
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isForeign(@Nullable String source) {
    if (source == null) {
      return false;
    }
    try {
      String authority = new URI(source).getAuthority();
      return authority == null || !isLoopback(authority);
    } catch (URISyntaxException e) {
      return true;
    }
  }

  private static boolean isLoopback(String hostAndPort) {
    String host = hostAndPort.toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      return host.startsWith("[::1]") && isPort(host.substring(5));
    }
    int colon = host.indexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    boolean literal = name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    return (literal || name.equals("localhost")) && isPort(colon < 0 ? "" : host.substring(colon));
  }

  private static boolean isPort(String text) {
    return text.isEmpty() || text.matches(":\\d{1,5}");
  }

  private static Optional<Refusal> refuse(int status, String message) {
    return Optional.of(new Refusal(status, message));
  }
}
