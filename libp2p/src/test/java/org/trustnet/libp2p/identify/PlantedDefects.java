package org.trustnet.libp2p.identify;

import com.google.protobuf.InvalidProtocolBufferException;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Printable;
import org.trustnet.schemas.identify.Identify;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A reader that cuts a peer's version before it escapes it, and not again after. Seeds:
   * IdentifyFuzzTest.
   */
  void versionTooLongOnceEscaped(byte[] input) {
    try {
      IdentifyWire.decode(Bytes.copyOf(input));
      String agent = Identify.parseFrom(input).getAgentVersion();
      String shown = Printable.escape(Printable.beginning(agent, IdentifyConfig.MAX_VERSION_CHARS));
      if (shown.length() > IdentifyConfig.MAX_VERSION_CHARS) {
        throw new IllegalStateException("planted: versionTooLongOnceEscaped");
      }
    } catch (WireException | InvalidProtocolBufferException e) {
      return; // refused, as it should be
    }
  }

  /** A reader that keeps 32 bits of a record's sequence. Seeds: IdentifyFuzzTest. */
  void sequenceCutTo32Bits(byte[] input) {
    try {
      PeerRecord record = PeerRecord.decode(Bytes.copyOf(input));
      PeerRecord read = new PeerRecord(record.peer(), (int) record.sequence(), record.addresses());
      if (!PeerRecord.decode(record.encode()).equals(read)) {
        throw new IllegalStateException("planted: sequenceCutTo32Bits");
      }
    } catch (WireException e) {
      return; // refused, as it should be
    }
  }
}
