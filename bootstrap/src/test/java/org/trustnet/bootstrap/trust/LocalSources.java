package org.trustnet.bootstrap.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RecordValue;
import org.trustnet.trust.refresh.RefreshEvent;

/**
 * Records and files of seeded publishers, judged and read as those of the network are. Says {@code
 * seen PUBLISHER SEQUENCE} when a file is asked for.
 */
final class LocalSources implements RefreshSources {
  private record File(SeededPublisher publisher, long sequence) {}

  private record Offer(List<IpnsRecord> records, int malformed) {}

  private final Consumer<String> said;
  private final Map<PeerId, Offer> offers = new ConcurrentHashMap<>();
  private final Map<Cid, File> files = new ConcurrentHashMap<>();
  private final Map<Cid, Block> blocks = new ConcurrentHashMap<>();

  /**
   * @param said hears of each file that is asked for
   */
  LocalSources(Consumer<String> said) {
    this.said = said;
  }

  /**
   * What the next lookups of this publisher's name find.
   *
   * @param malformed how many more records came that cannot be read
   * @param sequences of the records, in the order in which they come
   */
  void offer(SeededPublisher publisher, int malformed, long... sequences) {
    List<IpnsRecord> records = new ArrayList<>();
    for (long sequence : sequences) {
      records.add(publisher.record(sequence));
      SeededPublisher.Written written = SeededPublisher.Written.of(publisher.file(sequence));
      blocks.putAll(written.blocks());
      files.put(written.cid(), new File(publisher, sequence));
    }
    offers.put(publisher.key().peerId(), new Offer(records, malformed));
  }

  @Override
  public RefreshEvent.Looked records(PeerId name) {
    Offer offer = offers.getOrDefault(name, new Offer(List.of(), 0));
    List<RecordSummary> summaries =
        offer.records().stream().map(record -> judged(name, record)).toList();
    return new RefreshEvent.Looked(summaries, offer.malformed(), RefreshEvent.Reach.ANSWERED);
  }

  private static RecordSummary judged(PeerId name, IpnsRecord record) {
    return switch (IpnsRecords.validate(name, record.bytes(), TestNode.REAL.wall().instant())) {
      case Verdict.Valid valid -> NameSearch.summary(valid.record());
      case Verdict other -> throw new IllegalStateException("our own record is " + other);
    };
  }

  @Override
  public FileSearch.Outcome file(RecordValue target) {
    File file = files.get(target.cid());
    if (file == null) {
      return new FileSearch.Outcome.Failed(RefusalReason.UNFETCHABLE, "nobody has it");
    }
    said.accept("seen " + file.publisher().number() + " " + file.sequence());
    try {
      return new FileSearch.Outcome.Found(FileSearch.read(target, this::block));
    } catch (ContentException e) {
      return new FileSearch.Outcome.Failed(RefusalReason.UNFETCHABLE, String.valueOf(e));
    } catch (org.trustnet.multiformats.MultiformatException e) {
      throw new IllegalStateException(e);
    }
  }

  private Block block(Cid cid) throws ContentException {
    Block block = blocks.get(cid);
    if (block == null) {
      throw new ContentException(new ContentFailure.TimedOut(cid));
    }
    return block;
  }
}
