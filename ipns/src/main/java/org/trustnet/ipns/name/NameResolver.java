package org.trustnet.ipns.name;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.multiformats.MultiformatException;

/**
 * Follows keys and domains until content is reached. An edge: reads the given clock for deadline
 * and caching times.
 */
public final class NameResolver {
  /** Most names followed, boxo's {@code DefaultDepthLimit}. */
  public static final int MAX_DEPTH = 32;

  private final IpnsResolver names;
  private final TxtRecords dns;
  private final InstantSource clock;

  public NameResolver(IpnsResolver names, TxtRecords dns, InstantSource clock) {
    this.names = names;
    this.dns = dns;
    this.clock = clock;
  }

  /** One step of the way. */
  private sealed interface Step {
    record Onward(NamePath path, Duration ttl) implements Step {}

    record End(NameOutcome outcome) implements Step {}
  }

  /**
   * Resolves {@code path} to content.
   *
   * @param quorum valid answers after which the lookup of a key may end
   * @param timeout for the whole way
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public NameOutcome resolve(NamePath path, int quorum, Duration timeout)
      throws InterruptedException {
    Instant deadline = clock.instant().plus(timeout);
    NamePath at = path;
    Duration ttl = Duration.ofNanos(Long.MAX_VALUE);
    for (int depth = 0; depth <= MAX_DEPTH; depth++) {
      if (at instanceof NamePath.Content content) {
        return new NameOutcome.Resolved(content.path(), ttl);
      }
      Duration left = Duration.between(clock.instant(), deadline);
      if (!left.isPositive()) {
        return new NameOutcome.TimedOut();
      }
      switch (step(at, quorum, left)) {
        case Step.End end -> {
          return end.outcome();
        }
        case Step.Onward onward -> {
          at = onward.path();
          ttl = ttl.compareTo(onward.ttl()) < 0 ? ttl : onward.ttl();
        }
      }
    }
    return new NameOutcome.TooDeep(MAX_DEPTH);
  }

  private Step step(NamePath at, int quorum, Duration left) throws InterruptedException {
    return switch (at) {
      case NamePath.Content content -> new Step.Onward(content, Duration.ZERO);
      case NamePath.Key key -> key(key, names.lookup(key.name(), quorum, left));
      case NamePath.Domain domain -> domain(domain, left);
    };
  }

  private Step key(NamePath.Key key, NameLookup lookup) {
    Optional<IpnsRecord> best = lookup.best();
    if (best.isEmpty()) {
      return new Step.End(new NameOutcome.NoRecord(lookup));
    }
    IpnsRecord record = best.get();
    Optional<NamePath> next = joined(record.valueText(), key.segments());
    if (next.isEmpty()) {
      return new Step.End(new NameOutcome.BadValue(key.name()));
    }
    Duration untilEol = Duration.between(clock.instant(), record.eol());
    Duration ttl = record.ttl().compareTo(untilEol) < 0 ? record.ttl() : untilEol;
    return new Step.Onward(next.get(), ttl.isNegative() ? Duration.ZERO : ttl);
  }

  private static Optional<NamePath> joined(Optional<String> value, List<String> segments) {
    try {
      return value.map(NamePath::parse).map(path -> path.resolve(segments));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private Step domain(NamePath.Domain domain, Duration left) throws InterruptedException {
    DnsLink.Outcome outcome = DnsLink.judge(dns.ask(DnsLink.recordName(domain.domain()), left));
    if (outcome instanceof DnsLink.Outcome.Found found) {
      try {
        return new Step.Onward(found.path().resolve(domain.segments()), found.ttl());
      } catch (MultiformatException e) {
        return new Step.End(
            new NameOutcome.BadDomain(
                domain.domain(), new DnsLink.Outcome.Failed(String.valueOf(e.getMessage()))));
      }
    }
    return new Step.End(new NameOutcome.BadDomain(domain.domain(), outcome));
  }
}
