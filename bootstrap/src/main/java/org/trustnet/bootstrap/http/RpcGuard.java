package org.trustnet.bootstrap.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.bootstrap.config.ApiAuthorization;

/**
 * Who may call the RPC: callers that name this host (no DNS rebinding), that no foreign web page
 * sent, and that hold a secret for the path. Pure.
 */
public final class RpcGuard {
  /** What every caller may ask, as with Kubo, whose command line asks it first. */
  private static final String VERSION = "/api/v0/version";

  /** What {@link #tokenName} calls who holds the master token; nobody else has this name. */
  static final String MASTER = "api-token";

  private final String masterToken;
  private final List<Caller> callers;

  private record Caller(String name, String header, List<String> paths) {
    boolean may(String path) {
      return path.equals(VERSION) || paths.stream().anyMatch(allowed -> covers(allowed, path));
    }
  }

  /**
   * @param masterToken may call everything
   * @param authorizations further callers by name
   * @throws IllegalArgumentException if the token is blank: whoever sends none would hold it
   */
  public RpcGuard(String masterToken, Map<String, ApiAuthorization> authorizations) {
    if (masterToken.isBlank()) {
      throw new IllegalArgumentException("the token of the RPC is empty");
    }
    this.masterToken = masterToken;
    List<Caller> all = new ArrayList<>();
    authorizations.forEach(
        (name, each) -> all.add(new Caller(name, each.header(), each.allowedPaths())));
    all.add(new Caller(MASTER, "Bearer " + masterToken, List.of("/")));
    this.callers = List.copyOf(all);
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
    Optional<Caller> caller = caller(head.authorization);
    if (caller.isEmpty()) {
      return refuse(401, "send the header: Authorization: Bearer <content of the file api-token>");
    }
    if (caller.get().may(head.path)) {
      return Optional.empty();
    }
    String allowed = String.join(", ", caller.get().paths);
    return refuse(
        403, caller.get().name + " may call " + (allowed.isEmpty() ? VERSION : allowed) + " only");
  }

  /**
   * What the audit log calls a caller that {@link #judge} let pass: {@code api-token}, or its name
   * in {@code API.Authorizations}.
   *
   * @param authorization the {@code Authorization} header
   */
  public String tokenName(@Nullable String authorization) {
    return caller(authorization).map(Caller::name).orElse("");
  }

  /** Compares with all of them, so that the time tells nothing of whose secret is nearly right. */
  private Optional<Caller> caller(@Nullable String authorization) {
    String given = authorization == null ? "" : normalized(authorization);
    Optional<Caller> found = Optional.empty();
    for (Caller caller : callers) {
      if (same(caller.header, given)) {
        found = Optional.of(caller);
      }
    }
    return found;
  }

  private static boolean covers(String prefix, String path) {
    String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return path.equals(bare) || path.startsWith(bare + "/");
  }

  /** The scheme is written in any case: RFC 9110, section 11.1. */
  private static String normalized(String authorization) {
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? "" : authorization.substring(0, space);
    String value = authorization.substring(space + 1).strip();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "bearer" -> "Bearer " + value;
      case "basic" -> "Basic " + value;
      default -> "";
    };
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
