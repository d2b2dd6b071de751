package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.multiformats.Bytes;
import org.trustnet.testkit.guard.LeavesNoThreads;
import org.trustnet.testkit.guard.PinsNoCarrier;

/**
 * Many streams at once, of which some are reset in the middle and some outlive their connection:
 * nothing of them is left. An edge: real sockets, real time.
 */
@ChecksLeaks
@LeavesNoThreads
@PinsNoCarrier
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamStormTest {
  private static final String PROTOCOL = "/test/echo/1.0.0";
  private static final int STREAMS = 120;
  private static final int BYTES = 100_000;

  private static HostConfig config() {
    ResourceLimits d = ResourceLimits.defaults();
    ResourceLimits.Streams s = d.streams();
    return TestHosts.config()
        .withLimits(
            new ResourceLimits(
                    d.connections(),
                    d.groups(),
                    new ResourceLimits.Streams(
                        s.total(), s.perConnection(), s.perPeer(), STREAMS, Map.of()),
                    d.buffers())
                .withLoopback(ResourceLimits.Loopback.BY_PORT));
  }

  private static void echo(Stream stream) throws StreamException {
    byte[] buffer = new byte[8_192];
    for (int count = stream.read(buffer, 0, buffer.length, TestHosts.PATIENCE);
        count >= 0;
        count = stream.read(buffer, 0, buffer.length, TestHosts.PATIENCE)) {
      stream.write(Bytes.copyOf(buffer, 0, count), TestHosts.PATIENCE);
    }
  }

  /**
   * Every third stream is reset when half of it is back; returns how much came back as it went, -1
   * if something else did. Asserts nothing: loading classes may pin a carrier.
   */
  private static int talk(Connection connection, int number) throws Exception {
    byte[] back = new byte[BYTES];
    int at = 0;
    try (Stream stream = connection.open(List.of(PROTOCOL), TestHosts.PATIENCE)) {
      Thread writer = Thread.startVirtualThread(() -> write(stream, number));
      while (at < BYTES) {
        int count = stream.read(back, at, BYTES - at, TestHosts.PATIENCE);
        if (count < 0) {
          return at;
        }
        at += count;
        if (number % 3 == 0 && at > BYTES / 2) {
          stream.reset();
          break;
        }
      }
      writer.join();
    }
    for (int i = 0; i < at; i++) {
      if (back[i] != (byte) number) {
        return -1;
      }
    }
    return at;
  }

  private static void write(Stream stream, int number) {
    byte[] all = new byte[BYTES];
    java.util.Arrays.fill(all, (byte) number);
    try {
      stream.write(Bytes.wrap(all), TestHosts.PATIENCE);
      stream.closeWrite();
    } catch (StreamException e) {
      // one that is reset on purpose; what came back is judged by the reader
      stream.reset();
    }
  }

  @Test
  void manyStreamsAtOnceGiveEverythingBack() throws Exception {
    try (TestHosts hosts = new TestHosts()) {
      HostNode a = hosts.start(config());
      HostNode b = hosts.start(config());
      b.handle(PROTOCOL, StreamStormTest::echo);
      Connection connection = TestHosts.connect(a, b);
      assertThat(talk(connection, 1)).as("alone, before the storm").isEqualTo(BYTES);
      List<Future<Integer>> talks = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < STREAMS; i++) {
          int number = i;
          talks.add(threads.submit(() -> talk(connection, number)));
        }
      }
      for (int i = 0; i < STREAMS; i++) {
        assertThat(talks.get(i).get()).isGreaterThanOrEqualTo(i % 3 == 0 ? BYTES / 2 : BYTES);
      }
      for (HostNode host : List.of(a, b)) {
        Eventually.holds(() -> host.resources().streams() == 0);
        Eventually.holds(() -> host.resources().memory().used() == 0);
      }
    }
  }

  @Test
  void streamsThatAConnectionTakesWithItLeaveNothing() throws Exception {
    try (TestHosts hosts = new TestHosts()) {
      HostNode a = hosts.start(config());
      HostNode b = hosts.start(config());
      b.handle(PROTOCOL, stream -> stream.read(new byte[1], 0, 1, TestHosts.PATIENCE));
      Connection connection = TestHosts.connect(a, b);
      List<Stream> open = new ArrayList<>();
      for (int i = 0; i < STREAMS / 2; i++) {
        Stream stream = connection.open(List.of(PROTOCOL), TestHosts.PATIENCE);
        stream.write(Bytes.wrap(new byte[BYTES / 2]), TestHosts.PATIENCE);
        open.add(stream);
      }
      connection.close();
      for (HostNode host : List.of(a, b)) {
        Eventually.holds(() -> host.resources().streams() == 0);
        Eventually.holds(() -> host.resources().memory().used() == 0);
        Eventually.holds(() -> host.resources().connections() == 0);
      }
      assertThat(open).hasSize(STREAMS / 2);
    }
  }
}
