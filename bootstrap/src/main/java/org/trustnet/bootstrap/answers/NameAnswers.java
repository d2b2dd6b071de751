package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.name.IpnsResolver;
import org.trustnet.ipns.name.NamePath;
import org.trustnet.ipns.name.PublishOutcome;
import org.trustnet.ipns.name.PublishPolicy;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.refresh.Sequences;

/** {@code name publish|resolve|inspect|get|put}, in Kubo's shapes. */
public final class NameAnswers {
  /** How a record is looked up that a new one is to be newer than. */
  private static final NameWalk.Search NEWEST =
      new NameWalk.Search(NameWalk.Source.NETWORK, IpnsResolver.ALL, Arguments.NETWORK);

  private final Names names;
  private final Keyring keyring;
  private final InstantSource wall;
  private final BooleanSupplier hasPeers;
  private final NameWalk walk;
  private final PathBlocks blocks;

  /**
   * @param content where the paths lead that names are pointed to
   * @param hasPeers whether there is anybody to ask or tell
   */
  public NameAnswers(
      Names names, Keyring keyring, Content content, InstantSource wall, BooleanSupplier hasPeers) {
    this.names = names;
    this.keyring = keyring;
    this.wall = wall;
    this.hasPeers = hasPeers;
    this.walk = new NameWalk(names);
    this.blocks = new PathBlocks(content, walk);
  }

  public void addTo(Operations operations) {
    operations
        .add(NameCommands.PUBLISH, this::publish)
        .add(NameCommands.RESOLVE, this::resolve)
        .add(NameCommands.INSPECT, new InspectAnswer(wall)::run)
        .add(NameCommands.GET, this::record)
        .add(NameCommands.PUT, this::put);
  }

  private Reply publish(Request request) throws InterruptedException {
    PrivateKey key = Publication.key(request, keyring);
    NamePath path = Arguments.path(request.argument(0));
    OptionalLong sequence = sequence(request);
    if (sequence.isPresent() && !request.flag("yes")) {
      checkSequence(sequence.getAsLong());
    }
    Duration lifetime = Publication.lifetime(request, PublishPolicy.DEFAULT_LIFETIME);
    PublishPolicy.Request wanted =
        new PublishPolicy.Request(
            Bytes.utf8(NameWalk.text(path)),
            lifetime,
            Publication.ttl(request, PublishPolicy.DEFAULT_TTL, lifetime),
            sequence);
    if (request.option("resolve").isEmpty() || request.flag("resolve")) {
      checkThere(path, request);
    }
    PublishOutcome outcome = Publication.publish(names, key, Publication.ending(request, wanted));
    return Reply.document(Publication.answer(outcome, names.hasPeers()));
  }

  /** Refuses a path that leads nowhere, as Kubo does, before anything is signed. */
  private void checkThere(NamePath path, Request request) throws InterruptedException {
    try {
      var _ = blocks.findNow(path, request);
    } catch (OperationException e) {
      throw new OperationException(
          e.kind(),
          e.getMessage() + "; nothing is published, --resolve=false does it without this check",
          e.details());
    }
  }

  private static void checkSequence(long sequence) {
    if (Long.compareUnsigned(sequence, Sequences.HIGHEST) > 0) {
      throw new OperationException(
          OperationException.Kind.NEEDS_YES,
          "sequence "
              + Long.toUnsignedString(sequence)
              + " ends this name for trust lists: confirm it with yes",
          List.of(
              "no list can be published under this name afterwards; only revocations are there"));
    }
  }

  private static OptionalLong sequence(Request request) {
    Optional<String> text = request.option("sequence");
    try {
      return text.map(t -> OptionalLong.of(Long.parseUnsignedLong(t))).orElse(OptionalLong.empty());
    } catch (NumberFormatException e) {
      throw OperationException.usage(
          "--sequence: not a whole number: " + Printable.quote(text.orElse("")));
    }
  }

  private Reply resolve(Request request) throws InterruptedException {
    NameWalk.Search search = search(request);
    NamePath path =
        request
            .optionalArgument(0)
            .filter(text -> !text.isEmpty())
            .map(Arguments::namePath)
            .orElseGet(() -> new NamePath.Key(keyring.self().peerId(), List.of()));
    boolean onlyOnce = request.option("recursive").isPresent() && !request.flag("recursive");
    String found =
        onlyOnce ? NameWalk.text(walk.step(path, search)) : walk.content(path, search).toString();
    return Reply.document(Json.object("Path", found));
  }

  private static NameWalk.Search search(Request request) {
    long quorum = request.number("dht-record-count", IpnsResolver.DEFAULT_QUORUM);
    if (quorum < 0 || quorum > IpnsResolver.MAX_QUORUM) {
      throw OperationException.usage(
          "--dht-record-count: 0 for all, at most " + IpnsResolver.MAX_QUORUM);
    }
    NameWalk.Search usual = NameWalk.Search.of(request);
    boolean fresh = request.flag("nocache") && !request.isLocal();
    return new NameWalk.Search(
        fresh ? NameWalk.Source.NETWORK : usual.source(),
        (int) quorum,
        request.duration("dht-timeout").orElse(usual.timeout()));
  }

  private Reply record(Request request) throws InterruptedException {
    PeerId name = Arguments.name(request.argument(0));
    IpnsRecord record = walk.record(name, NameWalk.Search.of(request));
    if (!request.flag("decoded")) {
      return Reply.content(out -> out.write(record.bytes().toArray()));
    }
    Map<String, Object> document = Json.object("Name", name.toName());
    document.putAll(new InspectAnswer(wall).document(record.bytes(), Optional.of(name)));
    document.remove("HexDump");
    document.put("Record", Base64.getEncoder().encodeToString(record.bytes().toArray()));
    return Reply.document(document);
  }

  private Reply put(Request request) throws InterruptedException {
    PeerId name = Arguments.name(request.argument(0));
    Bytes bytes = Bodies.whole(request, IpnsRecords.MAX_BYTES);
    IpnsRecord record = valid(IpnsRecords.validate(name, bytes, wall.instant()));
    Optional<IpnsRecord> known = // not from the cache, which may be as old as a TTL
        walk.lookup(name, NEWEST).best();
    if (known.filter(best -> best.compareTo(record) > 0).isPresent()) {
      throw OperationException.failed(
          "a newer record is known: sequence "
              + Long.toUnsignedString(known.get().sequence())
              + ", valid until "
              + known.get().eol());
    }
    int taken = names.put(name, bytes, Arguments.NETWORK);
    if (taken == 0 && !request.flag("allow-offline")) {
      throw OperationException.failed(
          hasPeers.getAsBoolean()
              ? "none of the closest peers took the record"
              : "can't put a record while offline: connect to a peer first, or pass"
                  + " --allow-offline to store it here");
    }
    return Reply.document(Json.object("Name", name.toName(), "Announced", taken));
  }

  private static IpnsRecord valid(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid valid -> valid.record();
      case Verdict.Expired expired ->
          throw OperationException.failed("the record expired at " + expired.record().eol());
      case Verdict.Rejected rejected ->
          throw OperationException.failed(
              "the record is not valid: " + Printable.escape(rejected.why()));
    };
  }
}
