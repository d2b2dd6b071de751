package org.trustnet.bootstrap.answers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.trustnet.bootstrap.commands.PublishCommands;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.name.PublishOutcome;
import org.trustnet.ipns.name.PublishPolicy;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.unixfs.ImportConfig;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.file.FileLimits;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFileReader;

/** {@code publish}, {@code publish ls|status}: trust files under our names. */
public final class PublishAnswers {
  /** How long resolvers may keep the record of a trust file unless told otherwise. */
  static final Duration TTL = Duration.ofHours(24);

  /** How long it is valid unless told otherwise. */
  static final Duration LIFETIME = Duration.ofDays(7);

  private final Names names;
  private final Keyring keyring;
  private final Content content;
  private final Holders holders;

  /**
   * @param kad asked who holds a record
   */
  public PublishAnswers(Names names, Keyring keyring, Content content, DualKad kad) {
    this.names = names;
    this.keyring = keyring;
    this.content = content;
    this.holders = new Holders(kad);
  }

  public void addTo(Operations operations) {
    operations
        .add(PublishCommands.PUBLISH, this::publish)
        .add(PublishCommands.LS, _ -> Reply.document(published()))
        .add(PublishCommands.STATUS, this::status);
  }

  private Reply publish(Request request) throws InterruptedException {
    PrivateKey key = Publication.key(request, keyring);
    Duration lifetime = Publication.lifetime(request, LIFETIME);
    Duration ttl = Publication.ttl(request, TTL, lifetime);
    Bodies.Named file = Bodies.named(request, FileLimits.MAX_BYTES);
    check(file);
    IpfsPath path = IpfsPath.of(keep(file.content()));
    PublishPolicy.Request wanted =
        new PublishPolicy.Request(Bytes.utf8(path.toString()), lifetime, ttl, OptionalLong.empty());
    PublishOutcome outcome = Publication.publish(names, key, Publication.ending(request, wanted));
    Map<String, Object> answer = Publication.answer(outcome, names.hasPeers());
    List<String> warnings = FileAnswers.warnings(file.content());
    if (!warnings.isEmpty()) {
      answer.put("Warnings", warnings);
    }
    return Reply.document(answer);
  }

  private static void check(Bodies.Named file) {
    List<ReadResult.Warning> problems = FileAnswers.problems(file.content());
    if (!problems.isEmpty()) {
      throw FileAnswers.faulty(file.name(), problems);
    }
    if (TrustFileReader.read(file.content()) instanceof ReadResult.Revoked) {
      throw OperationException.refused(
          "the file says \"revoked\": true: it would end the key's lists for good, which publish"
              + " does not do");
    }
  }

  private org.trustnet.multiformats.Cid keep(Bytes file) {
    try {
      return content.keep(new ByteArrayInputStream(file.toArray()), ImportConfig.v1()).cid();
    } catch (ContentException e) {
      throw ContentFaults.told(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Object> published() {
    List<Object> rows = new ArrayList<>();
    for (PeerId name : names.published()) {
      names.record(name).ifPresent(record -> rows.add(row(record)));
    }
    return rows;
  }

  private Map<String, Object> row(IpnsRecord record) {
    Optional<String> key = keyring.nameOf(record.name());
    Map<String, Object> row = Json.object("Key", key.orElse("(no longer here)"));
    row.putAll(Publication.row(record));
    if (key.isPresent()) { // without it nothing can be signed again
      names.nextPut(record.name()).ifPresent(at -> row.put("Next-Republish", at.toString()));
    }
    return row;
  }

  private Reply status(Request request) throws InterruptedException {
    PeerId name = Publication.name(request.argument(0), keyring);
    Optional<IpnsRecord> ours = names.record(name);
    if (ours.isEmpty()) {
      throw OperationException.notFound("this node does not publish " + name.toName());
    }
    Map<String, Object> row = row(ours.get());
    Holders.Count count = holders.count(ours.get());
    row.put("Closest", count.asked());
    row.put("Answered", count.answered());
    row.put("Holding", count.holding());
    count
        .newer()
        .or(() -> names.overtaken(name))
        .ifPresent(newer -> row.put("Newer", Publication.row(newer)));
    return Reply.document(row);
  }
}
