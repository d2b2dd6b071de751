package org.trustnet.trust.bootstrap;

import java.util.List;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Candidate;

/** Where a machine finds peers, as it is when it asks. Nobody blocked, not ourselves. */
public interface BootstrapSources {
  /** Peers of the persisted address book. */
  List<Remembered> remembered();

  /** Peers allowed {@code connect-on-startup}. */
  List<Candidate> startup();

  /** Peers allowed {@code bootstrap}. */
  List<Candidate> bootstrap();

  /** Peers found by local discovery; empty until it is built. */
  List<PeerId> local();
}
