package org.trustnet.bootstrap.answers;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.trustnet.bootstrap.names.BlockedNameException;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.keystore.KeyName;
import org.trustnet.ipns.name.PublishOutcome;
import org.trustnet.ipns.name.PublishPolicy;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/** What {@code publish} and {@code name publish} have in common. */
final class Publication {
  /** Longest time that a record may be asked to be valid. */
  static final Duration MAX_LIFETIME = Duration.ofDays(3_650);

  private Publication() {}

  /** The key that is asked for by its name or its peer ID, else our own. */
  static PrivateKey key(Request request, Keyring keyring) {
    String text = request.option("key").orElse(KeyName.SELF);
    return keyring
        .key(text)
        .or(() -> peerId(text).flatMap(keyring::key))
        .orElseThrow(
            () ->
                OperationException.notFound(
                    "no key named " + Printable.quote(text) + " was found; key ls lists them"));
  }

  private static java.util.Optional<PeerId> peerId(String text) {
    try {
      return java.util.Optional.of(PeerId.parse(text));
    } catch (MultiformatException e) {
      return java.util.Optional.empty();
    }
  }

  /** The name of one of our keys, or any IPNS name. */
  static PeerId name(String text, Keyring keyring) {
    return keyring
        .key(text)
        .map(PrivateKey::peerId)
        .or(() -> peerId(text.startsWith("/ipns/") ? text.substring("/ipns/".length()) : text))
        .orElseThrow(
            () ->
                OperationException.notFound(
                    "no key is named "
                        + Printable.quote(text)
                        + ", and it is no IPNS name; publish ls lists what is published"));
  }

  /** How long the record is valid. */
  static Duration lifetime(Request request, Duration byDefault) {
    Duration lifetime = request.duration("lifetime").orElse(byDefault);
    if (!lifetime.isPositive() || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw OperationException.usage(
          "--lifetime: above 0 and at most " + MAX_LIFETIME.toDays() + " days");
    }
    return lifetime;
  }

  /** The same, with an end as it was asked for, if it was. */
  static PublishPolicy.Request ending(Request request, PublishPolicy.Request wanted) {
    return request.option("lifetime").isPresent() ? wanted.endingAsAsked() : wanted;
  }

  /** How long resolvers may keep it; a default longer than the lifetime is cut to it, as Kubo. */
  static Duration ttl(Request request, Duration byDefault, Duration lifetime) {
    Duration capped = byDefault.compareTo(lifetime) > 0 ? lifetime : byDefault;
    Duration ttl = request.duration("ttl").orElse(capped);
    if (ttl.isNegative() || ttl.compareTo(lifetime) > 0) {
      throw OperationException.usage("--ttl: at least 0 and at most the lifetime of the record");
    }
    return ttl;
  }

  /** An unsigned number as JSON writes it. */
  static Number unsigned(long number) {
    return number >= 0 ? (Number) number : new BigInteger(Long.toUnsignedString(number));
  }

  /** Publishes, unless the user blocked the name: then it is not asked for, and not signed. */
  static PublishOutcome publish(Names names, PrivateKey key, PublishPolicy.Request wanted)
      throws InterruptedException {
    try {
      return names.publish(key, wanted, Arguments.NETWORK);
    } catch (BlockedNameException e) {
      throw OperationException.refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What was published, or an error.
   *
   * @param somebody whether there is anybody who could have taken it
   */
  static Map<String, Object> answer(PublishOutcome outcome, boolean somebody) {
    return switch (outcome) {
      case PublishOutcome.Published(IpnsRecord record, int announced) -> {
        Map<String, Object> answer = row(record);
        answer.put("Announced", announced);
        if (announced == 0) {
          answer.put(
              "Message",
              somebody
                  ? "stored; none of the closest peers took it, publish status tells whether they"
                      + " have a newer one: it is announced again by itself"
                  : "stored; nobody could be reached yet: it is announced again by itself");
        }
        yield answer;
      }
      case PublishOutcome.SequenceNotHigher(long last) ->
          throw OperationException.failed(
              "the sequence must be greater than the last one, " + Long.toUnsignedString(last));
      case PublishOutcome.SequencesExhausted(long last) ->
          throw OperationException.failed(
              "the sequences of this name are used up at "
                  + Long.toUnsignedString(last)
                  + ": it needs a new key");
      case PublishOutcome.LastUnreadable(String why) ->
          throw OperationException.failed(
              "the record published last cannot be read, so that the next sequence is not known: "
                  + why);
      case PublishOutcome.NeverPublished() ->
          throw OperationException.failed("nothing was ever published under this name");
      case PublishOutcome.Overtaken(IpnsRecord theirs) ->
          throw OperationException.failed(
              "the network has a newer record, of sequence "
                  + Long.toUnsignedString(theirs.sequence()));
      case PublishOutcome.NobodyAnswered() ->
          throw OperationException.failed("nobody could be asked for a newer record");
    };
  }

  /** A record of ours. */
  static Map<String, Object> row(IpnsRecord record) {
    return Json.object(
        "Name", record.name().toName(),
        "Value", record.valueText().orElse(""),
        "Sequence", unsigned(record.sequence()),
        "Eol", record.eol().toString());
  }
}
