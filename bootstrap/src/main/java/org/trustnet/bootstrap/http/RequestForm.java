package org.trustnet.bootstrap.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a request says one thing only of where it is from and where it goes: of two {@code Host}
 * or {@code Origin} fields a proxy may have looked at the other. RFC 9112, sections 3.2 and 3.2.2.
 * Pure.
 */
final class RequestForm {
  private static final List<String> ONCE = List.of("Host", "Origin", "Referer", "Authorization");

  private RequestForm() {}

  /**
   * What is wrong, if anything.
   *
   * @param target of the request line
   * @param fields the values of a header field
   */
  static Optional<RpcGuard.Refusal> judge(String target, Function<String, List<String>> fields) {
    for (String name : ONCE) {
      if (fields.apply(name).size() > 1) {
        return refuse("send one " + name + " header");
      }
    }
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    List<String> host = fields.apply("Host");
    boolean same = !host.isEmpty() && host.getFirst().equalsIgnoreCase(authority(target));
    return same ? Optional.empty() : refuse("the Host header and the host of the URL differ");
  }

  /** Of an absolute URI; empty if there is none. */
  private static String authority(String target) {
    try {
      String authority = new URI(target).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static Optional<RpcGuard.Refusal> refuse(String message) {
    return Optional.of(new RpcGuard.Refusal(400, message));
  }
}
