package org.trustnet.libp2p.dns;

import java.util.Set;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.kad.KadMessage;
import org.trustnet.libp2p.kad.KadWire;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  private static final Set<KadMessage.Type> OF_PROVIDERS =
      Set.of(KadMessage.Type.ADD_PROVIDER, KadMessage.Type.GET_PROVIDERS);

  /** Seeds: KadWireFuzzTest. */
  void providersBesideTheMatter(byte[] input) {
    try {
      KadMessage message = KadWire.decode(Bytes.copyOf(input));
      if (!message.providers().isEmpty() && !OF_PROVIDERS.contains(message.type())) {
        throw new IllegalStateException("planted: providersBesideTheMatter");
      }
    } catch (WireException e) {
      return; // refused, as it should be
    }
  }

  /** Seeds: KeyFuzzTest. */
  void keyThatEndsLow(byte[] input) {
    try {
      PrivateKey key = PrivateKey.decode(Bytes.copyOf(input));
      if (key.type() == KeyType.SECP256K1 && (input[input.length - 1] & 0xf0) == 0) {
        throw new IllegalStateException("planted: keyThatEndsLow");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }

  /** Seeds: DnsAnswerFuzzTest. */
  void missingNameWithAnAnswer(byte[] input) {
    DnsAnswer.parse(input)
        .ifPresent(
            answer -> {
              if (answer.getHeader().getRcode() == Rcode.NXDOMAIN) {
                if (!answer.getSection(Section.ANSWER).isEmpty()) {
                  throw new IllegalStateException("planted: missingNameWithAnAnswer");
                }
              }
            });
  }

  /**
   * A copy of a reader of frames that forgets to check the length of the third. Seeds:
   * MessageStreamFuzzTest.
   */
  void thirdFrameLongerThanTheStream(byte[] input) {
    int at = 0;
    for (int frame = 1; at < input.length; frame++) {
      int length = input[at++];
      if (length <= 0 || frame < 3 && length > input.length - at) {
        return;
      }
      if (length > input.length - at) {
        throw new IllegalStateException("planted: thirdFrameLongerThanTheStream");
      }
      at += length;
    }
  }
}
