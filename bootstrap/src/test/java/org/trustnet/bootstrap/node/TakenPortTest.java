package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.clock.Surroundings;

/** A node whose port somebody else has says which, and by which setting to change it. */
@Timeout(120)
class TakenPortTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "TRUSTNET_ADDRESSES_SWARM, Addresses.Swarm",
    "TRUSTNET_ADDRESSES_API, Addresses.API",
  })
  void aTakenPortIsNamedWithItsSetting(String variable, String setting) throws IOException {
    NewRepository.create(folder.resolve("node"), Profile.TEST, Surroundings.ofTheMachine());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "/ip4/127.0.0.1/tcp/" + taken.getLocalPort();

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  Node.start(
                      folder.resolve("node"),
                      Map.of(variable, address),
                      Surroundings.ofTheMachine(),
                      line -> {}))
          .withMessageContainingAll("cannot listen on " + address, "in use", "(" + setting + ")")
          .withMessageNotContaining("Exception");
    }
  }
}
