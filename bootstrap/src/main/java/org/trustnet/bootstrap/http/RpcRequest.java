package org.trustnet.bootstrap.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.multiformats.Printable;

/** Reads a call of an operation from an HTTP request and checks it against the declaration. */
final class RpcRequest {
  /**
   * The header in which our command line says on whose behalf it calls, percent-encoded: {@code
   * cli:alice}. Whoever has the token may write what he likes there, so that the audit log says
   * that it is a claim.
   */
  static final String CLAIM = "Trustnet-Caller";

  /** Longest claim that is written down, in characters. */
  static final int MAX_CLAIM = 64;

  /** Options that Kubo's clients send with everything and that change nothing here. */
  private static final Set<String> IGNORED =
      Set.of(
          "encoding",
          "stream-channels",
          "cid-base",
          "upgrade-cidv0-in-output",
          "debug",
          "api-auth");

  private static final String TIMEOUT = "timeout";
  private static final String OFFLINE = "offline";

  private RpcRequest() {}

  /**
   * Reads {@code http}.
   *
   * @param token name of the token that the caller has
   * @throws OperationException saying what does not fit the declaration
   */
  static Request read(
      OperationSpec spec, HttpServerRequest http, Iterator<Request.Part> files, String token) {
    Map<String, String> options = new HashMap<>();
    Map<String, String> global = new HashMap<>();
    List<String> arguments = new ArrayList<>();
    params(http)
        .forEach(
            (name, value) -> {
              if (name.equals("arg")) {
                arguments.add(value);
              } else if (spec.optionNamed(name).isPresent()) {
                options.put(name, value);
              } else if (name.equals(TIMEOUT) || name.equals(OFFLINE)) {
                global.put(name, value);
              } else if (!IGNORED.contains(name) && !spec.tolerates(name, value)) {
                throw unknown(spec, name, value);
              }
            });
    checkCount(spec, arguments.size());
    Request.Terms terms =
        Request.Terms.of(
            Optional.ofNullable(global.get(TIMEOUT)), Optional.ofNullable(global.get(OFFLINE)));
    return new Request(spec, arguments, options, files, caller(http, token), terms);
  }

  /**
   * Says that the option is not there, or, if others of its values are fine, that this one is not.
   */
  private static OperationException unknown(OperationSpec spec, String name, String value) {
    String words = String.join(" ", spec.words());
    boolean known = spec.tolerated().stream().anyMatch(one -> one.startsWith(name + "="));
    return OperationException.usage(
        known
            ? words + " does not support " + name + "=" + Printable.quote(value)
            : words + " has no option " + Printable.quote(name));
  }

  private static String caller(HttpServerRequest http, String token) {
    String claim = http.getHeader(CLAIM);
    if (claim == null) {
      return "api:" + token;
    }
    String said = decoded(claim);
    return "api:" + token + ", says " + Printable.escape(Printable.beginning(said, MAX_CLAIM));
  }

  private static String decoded(String claim) {
    try {
      return URLDecoder.decode(claim, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OperationException.usage("the header " + CLAIM + " is not percent-encoded");
    }
  }

  private static MultiMap params(HttpServerRequest http) {
    try {
      return http.params();
    } catch (IllegalArgumentException e) {
      throw OperationException.usage("the query is not percent-encoded: " + e.getMessage());
    }
  }

  private static void checkCount(OperationSpec spec, int given) {
    long least = spec.arguments().stream().filter(a -> a.count().required()).count();
    boolean many = spec.arguments().stream().anyMatch(a -> a.count().repeats());
    if (given < least || !many && given > spec.arguments().size()) {
      throw OperationException.usage(
          String.join(" ", spec.words())
              + " takes "
              + (spec.arguments().isEmpty()
                  ? "no argument"
                  : String.join(" ", spec.arguments().stream().map(a -> a.name()).toList()))
              + ", not "
              + given
              + (given == 1 ? " argument" : " arguments"));
    }
  }
}
