package org.trustnet.bootstrap.trust;

import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.refresh.RecordValue;
import org.trustnet.trust.refresh.RefreshEvent;

/** Where a refresh gets records and files from. Blocking, for virtual threads. */
interface RefreshSources {
  /** Every record of the name that can be had, validly signed. */
  RefreshEvent.Looked records(PeerId name) throws InterruptedException;

  /** The trust file that a record points to, every hash verified. */
  FileSearch.Outcome file(RecordValue target);

  /** The DHT and connected peers for records, Bitswap for files. */
  record Network(NameSearch names, FileSearch files) implements RefreshSources {
    @Override
    public RefreshEvent.Looked records(PeerId name) throws InterruptedException {
      return names.search(name);
    }

    @Override
    public FileSearch.Outcome file(RecordValue target) {
      return files.search(target);
    }
  }
}
