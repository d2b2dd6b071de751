package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamException.Kind;
import org.trustnet.libp2p.host.StreamHandler;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Varint;

/** What comes of a request without an answer. An edge: real sockets, real time. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KadMessengerTest {
  private static final String PROTOCOL = "/test/kad/1.0.0";
  private static final KadMessage MESSAGE =
      KadMessage.addProvider(
          TestPeers.peer(1).encode(),
          new PeerInfo(TestPeers.peer(2), List.of(TestPeers.address(2))));

  private final TestHosts hosts = new TestHosts();
  private final HostNode host = hosts.start();
  private final KadMessenger messenger = new KadMessenger(host, PROTOCOL, TestHosts.NANOS);
  private final BlockingQueue<Bytes> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    messenger.close();
    hosts.close();
  }

  private HostNode server(StreamHandler handler) {
    HostNode server = hosts.start();
    server.handle(PROTOCOL, handler);
    return server;
  }

  private void tell(HostNode to) throws StreamException {
    messenger.tell(to.peer(), to.listenAddresses(), MESSAGE, TestHosts.PATIENCE);
  }

  private void hear(Stream stream) throws StreamException {
    Bytes message = KadWire.encode(MESSAGE);
    byte[] all = new byte[Varint.size(message.length()) + message.length()];
    for (int at = 0; at < all.length; ) {
      at += stream.read(all, at, all.length - at, TestHosts.PATIENCE);
    }
    heard.add(Bytes.wrap(all).slice(all.length - message.length(), all.length));
  }

  /** js-libp2p 3 resets the stream when it has taken an ADD_PROVIDER in. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendingIsDoneWhetherTheServerEndsOrResetsTheStream(boolean resets) throws Exception {
    HostNode server =
        server(
            stream -> {
              hear(stream);
              if (resets) {
                stream.reset();
              }
            });
    for (int round = 0; round < 3; round++) {
      tell(server);
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(KadWire.encode(MESSAGE));
    }
  }

  @Test
  void serverThatDoesNotServeTheProtocolWasNotTold() {
    assertFails(Kind.UNSUPPORTED, hosts.start());
  }

  @Test
  void serverThatIsGoneWasNotTold() {
    HostNode server = server(this::hear);
    server.close();
    assertFails(Kind.DISCONNECTED, server);
  }

  @Test
  void serverThatRefusesTheStreamBeforeItAgreesWasNotTold() throws Exception {
    ResourceLimits d = ResourceLimits.defaults();
    ResourceLimits one =
        new ResourceLimits(
                d.connections(),
                d.groups(),
                new ResourceLimits.Streams(64, 64, 64, 64, Map.of(PROTOCOL, 1)),
                d.buffers())
            .withLoopback(ResourceLimits.Loopback.BY_PORT);
    HostConfig config = TestHosts.config().withLimits(one);
    HostNode server = hosts.start(config);
    server.handle(PROTOCOL, this::hear);
    tell(server);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isNotNull();
    server.remove(PROTOCOL);
    BlockingQueue<Stream> held = new LinkedBlockingQueue<>();
    server.handle(
        PROTOCOL,
        stream -> {
          held.add(stream);
          while (stream.read(new byte[1], 0, 1, TestHosts.PATIENCE) > 0) {
            // until the test ends it
          }
        });
    Stream first = TestHosts.connect(host, server).open(List.of(PROTOCOL), TestHosts.PATIENCE);
    first.write(Bytes.hex("00"), TestHosts.PATIENCE);
    assertThat(held.poll(10, TimeUnit.SECONDS)).isNotNull();

    assertFails(Kind.REFUSED, server);
  }

  /** A PING of so many bytes: a field that nobody knows fills it up. */
  private static Bytes answer(int length) {
    Bytes head = Bytes.hex("08057a");
    int fill = length - head.length() - Varint.size(length);
    return Bytes.concat(head, Varint.encode(fill), Bytes.wrap(new byte[fill]));
  }

  private KadMessage ask(Bytes framedAnswer) throws StreamException {
    HostNode server = server(stream -> stream.write(framedAnswer, TestHosts.PATIENCE));
    return messenger.ask(
        server.peer(),
        server.listenAddresses(),
        KadMessage.findNode(TestPeers.peer(1).encode()),
        TestHosts.PATIENCE);
  }

  @Test
  void readsTheLongestAnswerAndNoneThatIsAByteLonger() throws Exception {
    Bytes longest = answer(KadWire.MAX_RESPONSE);
    assertThat(longest.length()).isEqualTo(KadWire.MAX_RESPONSE);
    assertThat(ask(Bytes.concat(Varint.encode(longest.length()), longest)).type())
        .isEqualTo(KadMessage.Type.PING);

    Bytes over = answer(KadWire.MAX_RESPONSE + 1);
    assertRefused(Bytes.concat(Varint.encode(over.length()), over), "an answer of 262145 bytes");
  }

  /** As many peers without anything as fit, and four times as many as a length may say. */
  @Test
  void takesNoneOfAHundredThousandEmptyPeersAndRefusesFourMebibytesOfThemUnread() throws Exception {
    Bytes empty = closerPeers(KadWire.MAX_RESPONSE);
    KadMessage answer = ask(Bytes.concat(Varint.encode(empty.length()), empty));
    assertThat(answer.type()).isEqualTo(KadMessage.Type.FIND_NODE);
    assertThat(answer.closer()).isEmpty();

    Bytes over = closerPeers(4 << 20);
    assertRefused(Bytes.concat(Varint.encode(over.length()), over), "an answer too long");
  }

  private static Bytes closerPeers(int length) {
    byte[] message = new byte[length];
    message[0] = 0x08;
    message[1] = 0x04;
    for (int i = 2; i < length; i += 2) {
      message[i] = KadWire.CLOSER << 3 | 2;
    }
    return Bytes.wrap(message);
  }

  @Test
  void refusesALengthAfterItsThirdByte() {
    assertRefused(Bytes.hex("ffff7f"), "an answer of 2097151 bytes");
    assertRefused(Bytes.hex("808080"), "an answer too long");
  }

  /** How many streams a peer sees that is asked so much at once, and then again. */
  private int streamsForTwice(int requests) throws Exception {
    AtomicInteger streams = new AtomicInteger();
    CyclicBarrier atOnce = new CyclicBarrier(requests);
    Bytes answer = answer(16);
    HostNode server =
        server(
            stream -> {
              streams.incrementAndGet();
              MessageStream messages = new MessageStream(stream, TestHosts.NANOS);
              while (messages.read(KadWire.MAX_REQUEST, TestHosts.PATIENCE).isPresent()) {
                meet(atOnce);
                stream.write(
                    Bytes.concat(Varint.encode(answer.length()), answer), TestHosts.PATIENCE);
              }
            });
    TestHosts.connect(host, server);
    KadMessage request = KadMessage.findNode(server.peer().encode());
    for (int round = 0; round < 2; round++) {
      List<FutureTask<KadMessage>> tasks =
          IntStream.range(0, requests)
              .mapToObj(
                  i ->
                      new FutureTask<>(
                          () ->
                              messenger.ask(server.peer(), List.of(), request, TestHosts.PATIENCE)))
              .toList();
      tasks.forEach(Thread::startVirtualThread);
      for (FutureTask<KadMessage> task : tasks) {
        assertThat(task.get().type()).isEqualTo(KadMessage.Type.PING);
      }
    }
    return streams.get();
  }

  private static void meet(CyclicBarrier barrier) throws StreamException {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new StreamException(Kind.TIMEOUT, "not asked by all at once");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Kind.INTERRUPTED, "interrupted");
    }
  }

  @Test
  void keepsTwoIdleStreamsOfAPeerAndClosesAThird() throws Exception {
    int most = KadMessenger.MAX_IDLE_OF_PEER;
    assertThat(streamsForTwice(most)).as("all are used again").isEqualTo(most);
    assertThat(streamsForTwice(most + 1)).as("one is opened anew").isEqualTo(most + 2);
  }

  private void assertRefused(Bytes framedAnswer, String why) {
    assertThatThrownBy(() -> ask(framedAnswer))
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL))
        .hasMessageContaining(why);
  }

  private void assertFails(Kind kind, HostNode server) {
    assertThatThrownBy(() -> tell(server))
        .isInstanceOfSatisfying(StreamException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
