package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamException.Kind;
import org.trustnet.multiformats.Bytes;

/** Blocking streams between two hosts. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamsTest {
  private static final String PROTOCOL = "/test/echo/1.0.0";
  private static final Duration PATIENCE = TestHosts.PATIENCE;

  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  private static void echo(Stream stream) throws StreamException {
    byte[] buffer = new byte[8_192];
    for (int count = stream.read(buffer, 0, buffer.length, PATIENCE);
        count >= 0;
        count = stream.read(buffer, 0, buffer.length, PATIENCE)) {
      stream.write(Bytes.copyOf(buffer, 0, count), PATIENCE);
    }
  }

  private static byte[] readAll(Stream stream, int length) throws StreamException {
    byte[] all = new byte[length];
    int have = 0;
    while (have < length) {
      int count = stream.read(all, have, length - have, PATIENCE);
      if (count < 0) {
        throw new AssertionError("ended after " + have + " of " + length);
      }
      have += count;
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void aMegabyteComesBackAsItWentAndBothEndsEnd(HostConfig.Security security) throws Exception {
    HostConfig config =
        TestHosts.config().withWire(HostConfig.Wire.defaults().withSecurity(security));
    HostNode a = hosts.start(config);
    HostNode b = hosts.start(config);
    b.handle(PROTOCOL, StreamsTest::echo);
    byte[] sent = new byte[1 << 20];
    new java.util.Random(7).nextBytes(sent);

    Connection connection = TestHosts.connect(a, b);
    try (Stream stream = connection.open(List.of(PROTOCOL), PATIENCE)) {
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                try {
                  stream.write(Bytes.wrap(sent), PATIENCE);
                  stream.closeWrite();
                } catch (StreamException e) {
                  stream.reset();
                }
              });
      assertThat(readAll(stream, sent.length)).isEqualTo(sent);
      assertThat(stream.read(new byte[1], 0, 1, PATIENCE)).isEqualTo(-1);
      writer.join();
    }
  }

  @Test
  void takesTheFirstProtocolThatThePeerServes() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    b.handle("/test/old/1.0.0", StreamsTest::echo);

    try (Stream stream =
        TestHosts.connect(a, b).open(List.of("/test/new/1.0.0", "/test/old/1.0.0"), PATIENCE)) {
      assertThat(stream.protocol()).isEqualTo("/test/old/1.0.0");
    }
  }

  @Test
  void aProtocolThatNobodyServesIsUnsupported() {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    Connection connection = TestHosts.connect(a, b);

    assertKind(Kind.UNSUPPORTED, () -> connection.open(List.of("/test/none/1.0.0"), PATIENCE));
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aProtocolThatWasKnownAndIsGoneIsFoundUnsupportedAtTheFirstRead() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    b.handle(PROTOCOL, StreamsTest::echo);
    CountDownLatch identified = new CountDownLatch(1);
    a.listen(
        new HostListener() {
          @Override
          public void onIdentified(Connection connection, Identity identity) {
            if (identity.protocols().contains(PROTOCOL)) {
              identified.countDown();
            }
          }
        });
    Connection connection = TestHosts.connect(a, b);
    assertThat(identified.await(10, TimeUnit.SECONDS)).isTrue();

    b.remove(PROTOCOL);
    Stream stream = connection.open(List.of(PROTOCOL), PATIENCE);

    assertKind(Kind.UNSUPPORTED, () -> stream.read(new byte[1], 0, 1, PATIENCE));
  }

  @Test
  void aSlowReaderHoldsTheWriterBackAndNotOurMemory() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicLong read = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    b.handle(
        PROTOCOL,
        stream -> {
          await(goOn);
          byte[] buffer = new byte[65_536];
          for (int n = stream.read(buffer, 0, buffer.length, PATIENCE);
              n >= 0;
              n = stream.read(buffer, 0, buffer.length, PATIENCE)) {
            read.addAndGet(n);
          }
          done.countDown();
        });
    Bytes much = Bytes.wrap(new byte[4 << 20]);

    try (Stream stream = TestHosts.connect(a, b).open(List.of(PROTOCOL), PATIENCE)) {
      assertKind(Kind.TIMEOUT, () -> stream.write(much, Duration.ofMillis(500)));
      goOn.countDown();
      stream.write(Bytes.wrap(new byte[1_000]), PATIENCE);
      stream.closeWrite();
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(read.get()).isBetween((long) BlockingStream.MAILBOX_BYTES, 1L << 20);
  }

  @Test
  void theHandlerHearsAResetAndAnInterruptResets() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    BlockingQueue<Kind> heard = new ArrayBlockingQueue<>(1);
    b.handle(
        PROTOCOL,
        stream -> {
          try {
            echo(stream);
          } catch (StreamException e) {
            heard.add(e.kind());
            throw e;
          }
        });
    Stream stream = TestHosts.connect(a, b).open(List.of(PROTOCOL), PATIENCE);
    BlockingQueue<Kind> interrupted = new ArrayBlockingQueue<>(1);
    Thread reader =
        Thread.startVirtualThread(
            () -> {
              try {
                stream.read(new byte[1], 0, 1, PATIENCE);
              } catch (StreamException e) {
                interrupted.add(e.kind());
              }
            });

    Eventually.holds(() -> reader.getState() == Thread.State.TIMED_WAITING);
    reader.interrupt();

    assertThat(interrupted.poll(10, TimeUnit.SECONDS)).isEqualTo(Kind.INTERRUPTED);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(Kind.RESET);
  }

  @Test
  void aHandlerThatFailsResetsItsStreamAndAFaultMayCostTheConnection() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    b.handle(
        PROTOCOL,
        stream -> {
          throw WireException.stream(WireException.Code.MALFORMED, "no");
        });
    b.handle(
        "/test/fatal/1.0.0",
        stream -> {
          throw WireException.connection(WireException.Code.MALFORMED, "never");
        });
    b.handle(
        "/test/error/1.0.0",
        stream -> {
          throw new StackOverflowError("planted");
        });
    Connection connection = TestHosts.connect(a, b);

    for (String failing : List.of(PROTOCOL, "/test/error/1.0.0")) {
      Stream stream = connection.open(List.of(failing), PATIENCE);
      assertKind(Kind.RESET, () -> stream.read(new byte[1], 0, 1, PATIENCE));
    }
    assertThat(connection.isOpen()).isTrue();
    connection.open(List.of("/test/fatal/1.0.0"), PATIENCE);
    Eventually.holds(() -> !connection.isOpen());
  }

  @Test
  void removingAProtocolResetsItsStreams() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    b.handle(PROTOCOL, StreamsTest::echo);
    Stream stream = TestHosts.connect(a, b).open(List.of(PROTOCOL), PATIENCE);
    stream.write(Bytes.hex("aa"), PATIENCE);
    readAll(stream, 1);

    b.remove(PROTOCOL);

    assertKind(Kind.RESET, () -> stream.read(new byte[1], 0, 1, PATIENCE));
  }

  @Test
  void aStreamOutlivedByItsConnectionIsDisconnected() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    b.handle(PROTOCOL, StreamsTest::echo);
    Connection connection = TestHosts.connect(a, b);
    Stream stream = connection.open(List.of(PROTOCOL), PATIENCE);

    connection.close();

    assertKind(Kind.DISCONNECTED, () -> stream.read(new byte[1], 0, 1, PATIENCE));
    assertKind(Kind.DISCONNECTED, () -> connection.open(List.of(PROTOCOL), PATIENCE));
    Eventually.holds(() -> b.connections().isEmpty());
  }

  @Test
  void streamsThatEndInOrderGiveTheirPlacesBack() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    b.handle(PROTOCOL, StreamsTest::echo);
    Connection connection = TestHosts.connect(a, b);

    for (int i = 0; i < 300; i++) {
      try (Stream stream = connection.open(List.of(PROTOCOL), PATIENCE)) {
        stream.write(Bytes.hex("aa"), PATIENCE);
        readAll(stream, 1);
      }
    }

    Eventually.holds(() -> connection.streams() == 0);
    Eventually.holds(() -> b.connections().getFirst().streams() == 0);
  }

  @Test
  void aThirdPingStreamOfOnePeerIsRefused() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    Connection connection = TestHosts.connect(a, b);
    Stream[] two = new Stream[2];
    for (int i = 0; i < 2; i++) {
      two[i] = connection.open(List.of("/ipfs/ping/1.0.0"), PATIENCE);
      two[i].write(Bytes.wrap(new byte[32]), PATIENCE);
      readAll(two[i], 32);
    }

    assertThatThrownBy(
            () -> {
              try (Stream third = connection.open(List.of("/ipfs/ping/1.0.0"), PATIENCE)) {
                third.write(Bytes.wrap(new byte[32]), PATIENCE);
                readAll(third, 32);
              }
            })
        .isInstanceOf(StreamException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let it go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertKind(
      Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(StreamException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
