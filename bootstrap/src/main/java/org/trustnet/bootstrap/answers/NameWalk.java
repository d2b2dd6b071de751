package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.Optional;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.ipns.name.IpnsResolver;
import org.trustnet.ipns.name.NameLookup;
import org.trustnet.ipns.name.NamePath;
import org.trustnet.ipns.name.NameResolver;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/** Follows names until content is reached. What is not found is an error with a line for users. */
final class NameWalk {
  /** Where answers may come from. */
  enum Source {
    /** Also from a record seen before, within its TTL. */
    CACHE,
    /** From the network, whatever is known. */
    NETWORK
  }

  /**
   * How one name is looked up.
   *
   * @param quorum valid answers that are enough
   * @param timeout for each name on the way
   */
  record Search(Source source, int quorum, Duration timeout) {
    static Search usual() {
      return new Search(Source.CACHE, IpnsResolver.DEFAULT_QUORUM, Arguments.NETWORK);
    }
  }

  private final Names names;

  NameWalk(Names names) {
    this.names = names;
  }

  /** The content that {@code path} leads to. */
  IpfsPath content(NamePath path, Search search) throws InterruptedException {
    NamePath at = path;
    for (int depth = 0; depth <= NameResolver.MAX_DEPTH; depth++) {
      if (at instanceof NamePath.Content content) {
        return content.path();
      }
      at = step(at, search);
    }
    throw OperationException.failed(
        "could not resolve name: names lead to names more than "
            + NameResolver.MAX_DEPTH
            + " times");
  }

  /** Where one name leads, which may be to another name. */
  NamePath step(NamePath path, Search search) throws InterruptedException {
    return switch (path) {
      case NamePath.Content content -> content;
      case NamePath.Key key -> onward(key, record(key.name(), search));
      case NamePath.Domain domain ->
          throw OperationException.failed(
              "could not resolve name: "
                  + domain.domain()
                  + " is a domain name, and DNSLink is not looked up; give the key, k51…");
    };
  }

  /** The best record of a name. */
  IpnsRecord record(PeerId name, Search search) throws InterruptedException {
    NameLookup lookup =
        search.source() == Source.CACHE
            ? names.find(name, search.quorum(), search.timeout())
            : names.lookup(name, search.quorum(), search.timeout());
    return lookup.best().orElseThrow(() -> nothing(lookup));
  }

  private static OperationException nothing(NameLookup lookup) {
    String why =
        !lookup.expired().isEmpty()
            ? "its record expired at " + lookup.expired().getFirst().eol()
            : !lookup.rejected().isEmpty()
                ? "only invalid records came: " + lookup.rejected()
                : "no record was found";
    return OperationException.notFound(
        "could not resolve name " + lookup.name().toName() + ": " + why);
  }

  private static NamePath onward(NamePath.Key key, IpnsRecord record) {
    Optional<String> value = record.valueText();
    try {
      return value
          .map(text -> NamePath.parse(text).resolve(key.segments()))
          .orElseThrow(() -> leadsNowhere(key, "a value that is no path"));
    } catch (MultiformatException e) {
      throw leadsNowhere(key, String.valueOf(e.getMessage()));
    }
  }

  private static OperationException leadsNowhere(NamePath.Key key, String why) {
    return OperationException.failed(
        "could not resolve name " + key.name().toName() + ": " + Printable.escape(why));
  }

  /** The path as text. */
  static String text(NamePath path) {
    return switch (path) {
      case NamePath.Content content -> content.path().toString();
      case NamePath.Key key -> joined("/ipns/" + key.name().toName(), key.segments());
      case NamePath.Domain domain -> joined("/ipns/" + domain.domain(), domain.segments());
    };
  }

  private static String joined(String first, java.util.List<String> segments) {
    return segments.isEmpty() ? first : first + "/" + String.join("/", segments);
  }
}
