package org.trustnet.ipns.name;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Printable;

/**
 * DNSLink, dnslink.dev: a domain's content is what the one valid TXT record of {@code
 * _dnslink.DOMAIN} says, {@code dnslink=/ipfs/…} or {@code dnslink=/ipns/…}. As boxo, the path or a
 * CID may also stand alone.
 */
public final class DnsLink {
  /** Most TXT records of one name that are looked at. */
  public static final int MAX_RECORDS = 64;

  /** Longest TXT record that is looked at, in characters. */
  public static final int MAX_CHARACTERS = 1_024;

  /** Longest domain, in characters: with {@code _dnslink.} before it a DNS name. */
  static final int MAX_DOMAIN = 253 - "_dnslink.".length();

  private static final String ATTRIBUTE = "dnslink=";
  private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

  private DnsLink() {}

  /** What a domain's records say. */
  public sealed interface Outcome {
    /**
     * One valid record.
     *
     * @param ttl how long it may be cached
     */
    record Found(NamePath path, Duration ttl) implements Outcome {}

    /** No valid record. */
    record None() implements Outcome {}

    /** More than one valid record, even if they are equal: nothing is chosen. */
    record Several(int count) implements Outcome {}

    /** DNS did not answer. */
    record Failed(String why) implements Outcome {}
  }

  /** The name to ask DNS for. */
  public static String recordName(String domain) {
    return "_dnslink." + domain;
  }

  /**
   * A domain name in lower case, a closing dot dropped; internationalised names come in their
   * {@code xn--} form.
   *
   * @throws MultiformatException naming the text
   */
  public static String domain(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String domain = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (domain.length() > MAX_DOMAIN || !DOMAIN.matcher(domain).matches()) {
      throw new MultiformatException("neither a key nor a domain name: " + Printable.quote(text));
    }
    return domain;
  }

  /** Judges DNS's answer for {@link #recordName}. */
  public static Outcome judge(TxtRecords.Answer answer) {
    return switch (answer) {
      case TxtRecords.Answer.Failed failed -> new Outcome.Failed(failed.why());
      case TxtRecords.Answer.Texts texts -> judge(texts);
    };
  }

  private static Outcome judge(TxtRecords.Answer.Texts answer) {
    if (answer.texts().size() > MAX_RECORDS) {
      return new Outcome.Failed(answer.texts().size() + " TXT records, at most " + MAX_RECORDS);
    }
    List<NamePath> paths =
        answer.texts().stream().map(DnsLink::parse).flatMap(Optional::stream).toList();
    return switch (paths.size()) {
      case 0 -> new Outcome.None();
      case 1 -> new Outcome.Found(paths.getFirst(), answer.ttl());
      default -> new Outcome.Several(paths.size());
    };
  }

  /** The path that one TXT record says; empty if it is no DNSLink. */
  public static Optional<NamePath> parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    String value = text.startsWith(ATTRIBUTE) ? text.substring(ATTRIBUTE.length()) : text;
    try {
      return Optional.of(
          value.startsWith("/")
              ? NamePath.parse(value)
              : new NamePath.Content(IpfsPath.of(Cid.parse(value))));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }
}
