package org.trustnet.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.noise.Ends.End;
import org.trustnet.multiformats.Bytes;

class NoiseFuzzTest {
  private static final Bytes STATIC_KEY = Ends.keyPair(3).publicKey();

  @FuzzTest
  void anyPayloadIsReadOrRefused(byte[] data) {
    onlyWireExceptions(() -> NoisePayload.verified(Bytes.copyOf(data), STATIC_KEY));
  }

  @FuzzTest
  void anyMessageIsReadOrRefused(byte[] data) {
    onlyWireExceptions(() -> Ends.bob(Optional.empty()).onMessage(Bytes.copyOf(data)));
    NoiseHandshake initiator = Ends.alice(Optional.empty());
    initiator.start();
    onlyWireExceptions(() -> initiator.onMessage(Bytes.copyOf(data)));
  }

  @FuzzTest
  void aHandlerMeetsAnyBytesWithAWireException(byte[] data) {
    End end = new End(Ends.bob(Optional.empty()));
    onlyWireExceptions(
        () -> {
          end.receive(Bytes.copyOf(data));
          Throwable failure = end.failure();
          if (failure != null) {
            throw failure;
          }
        });
    end.sent();
    end.close();
  }

  private static void onlyWireExceptions(ThrowingCallable reading) {
    assertThatCode(
            () -> {
              try {
                reading.call();
              } catch (WireException expected) {
                // The declared failure.
              }
            })
        .doesNotThrowAnyException();
  }
}
