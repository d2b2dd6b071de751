package org.trustnet.libp2p.noise;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.NoSuchElementException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PublicKey;
import org.trustnet.schemas.noise.NoiseHandshakePayload;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A reader that takes the first muxer of any peer, before it verifies the signature. Seeds:
   * NoiseFuzzTest.
   */
  void payloadWithoutAMuxer(byte[] input) {
    try {
      NoiseHandshakePayload payload = NoiseHandshakePayload.parseFrom(input);
      PublicKey.decode(Bytes.copyOf(payload.getIdentityKey().toByteArray()));
      payload.getExtensions().getStreamMuxersList().getFirst();
    } catch (InvalidProtocolBufferException | MultiformatException e) {
      return; // refused, as it should be
    } catch (NoSuchElementException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("planted: payloadWithoutAMuxer", e);
    }
  }
}
