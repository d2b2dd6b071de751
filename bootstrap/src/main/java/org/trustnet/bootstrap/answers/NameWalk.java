package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.trustnet.bootstrap.names.BlockedNameException;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.name.DnsLink;
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
    NETWORK,
    /** From what is here alone. */
    LOCAL
  }

  /**
   * How one name is looked up.
   *
   * @param quorum valid answers that are enough; {@link IpnsResolver#ALL} for all there are
   * @param timeout for each name on the way
   */
  record Search(Source source, int quorum, Duration timeout) {
    /** The usual way of looking names up for {@code request}. */
    static Search of(Request request) {
      return new Search(
          request.isLocal() ? Source.LOCAL : Source.CACHE,
          IpnsResolver.DEFAULT_QUORUM,
          Arguments.patience(request));
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
      case NamePath.Domain domain -> onward(domain, search);
    };
  }

  /** Where the DNSLink of a domain leads. */
  private NamePath onward(NamePath.Domain domain, Search search) throws InterruptedException {
    String name = domain.domain();
    if (search.source() == Source.LOCAL) {
      throw OperationException.failed(
          "could not resolve name " + name + ": DNS is asked for it; leave --offline away");
    }
    return switch (names.domain(name, search.timeout())) {
      case DnsLink.Outcome.Found found ->
          below(name, () -> found.path().resolve(domain.segments()));
      case DnsLink.Outcome.None _ ->
          throw OperationException.notFound(
              "could not resolve name "
                  + name
                  + ": no DNSLink, which is a TXT record dnslink=/ipfs/… or dnslink=/ipns/… at "
                  + DnsLink.recordName(name));
      case DnsLink.Outcome.Several several ->
          throw OperationException.failed(
              "could not resolve name "
                  + name
                  + ": "
                  + several.count()
                  + " DNSLink records at "
                  + DnsLink.recordName(name)
                  + ", and only one may be");
      case DnsLink.Outcome.Failed failed ->
          throw OperationException.failed(
              "could not resolve name " + name + ": DNS: " + Printable.escape(failed.why()));
    };
  }

  /** The best record of a name. */
  IpnsRecord record(PeerId name, Search search) throws InterruptedException {
    NameLookup lookup = lookup(name, search);
    return lookup.best().orElseThrow(() -> nothing(lookup));
  }

  /** What is found of a name; a blocked one is refused. */
  NameLookup lookup(PeerId name, Search search) throws InterruptedException {
    try {
      return switch (search.source()) {
        case CACHE -> names.find(name, search.quorum(), search.timeout());
        case NETWORK -> names.lookup(name, search.quorum(), search.timeout());
        case LOCAL -> names.known(name);
      };
    } catch (BlockedNameException e) {
      throw OperationException.refused("could not resolve name: " + e.getMessage());
    }
  }

  private static OperationException nothing(NameLookup lookup) {
    String why =
        !lookup.expired().isEmpty()
            ? "its record expired at " + lookup.expired().getFirst().eol()
            : !lookup.rejected().isEmpty()
                ? "only invalid records came: " + reasons(lookup)
                : "no record was found";
    return OperationException.notFound(
        "could not resolve name " + lookup.name().toName() + ": " + why);
  }

  private static String reasons(NameLookup lookup) {
    return lookup.rejected().entrySet().stream()
        .map(one -> one.getKey().words() + " (" + one.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static NamePath onward(NamePath.Key key, IpnsRecord record) {
    String name = key.name().toName();
    String value =
        record.valueText().orElseThrow(() -> leadsNowhere(name, "a value that is no path"));
    return below(name, () -> NamePath.parse(value).resolve(key.segments()));
  }

  private static NamePath below(String name, Supplier<NamePath> path) {
    try {
      return path.get();
    } catch (MultiformatException e) {
      throw leadsNowhere(name, String.valueOf(e.getMessage()));
    }
  }

  private static OperationException leadsNowhere(String name, String why) {
    return OperationException.failed(
        "could not resolve name " + name + ": " + Printable.escape(why));
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
