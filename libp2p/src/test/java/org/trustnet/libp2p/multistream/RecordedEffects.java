package org.trustnet.libp2p.multistream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;

/** What a machine did, in order. */
final class RecordedEffects implements Negotiation.Effects {
  final List<Bytes> written = new ArrayList<>();
  final List<String> ends = new ArrayList<>();
  WireException.@Nullable Code failure;

  @Override
  public void write(Bytes bytes) {
    written.add(bytes);
  }

  @Override
  public void selected(String protocol) {
    ends.add(protocol);
  }

  @Override
  public void failed(WireException.Code code, String why) {
    ends.add("failed");
    failure = code;
  }

  Bytes allWritten() {
    return Bytes.concat(written.toArray(Bytes[]::new));
  }
}
