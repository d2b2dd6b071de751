package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * A network of Kademlia nodes in one thread and in virtual time: messages are the bytes that go
 * over the wire, are delayed, and are lost with a given probability, requests and answers alike. A
 * node that left answers nothing: whoever asks it learns that by waiting.
 */
final class SimNetwork {
  /** What a node hears of a request. */
  interface Reply {
    void on(KadMessage answer);
  }

  private record Event(long at, long order, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
  private final Map<PeerId, SimNode> live = new HashMap<>();
  private final List<SimNode> order = new ArrayList<>();
  private final KadScratch scratch = new KadScratch();
  private final double loss;
  final Random random;
  private long now;
  private long nextOrder;
  private int nextNode;
  private long messages;
  private long lost;

  SimNetwork(long seed, double loss) {
    this.random = new Random(seed);
    this.loss = loss;
  }

  long now() {
    return now;
  }

  Instant wall() {
    return Instant.EPOCH.plusNanos(now);
  }

  /** The share of messages that was lost. */
  double lossSoFar() {
    return (double) lost / messages;
  }

  void at(long when, Runnable action) {
    events.add(new Event(Math.max(when, now), nextOrder++, action));
  }

  void after(Duration delay, Runnable action) {
    at(now + delay.toNanos(), action);
  }

  /** Runs everything that happens in the next {@code duration}. */
  void run(Duration duration) {
    long end = now + duration.toNanos();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      now = event.at();
      event.action().run();
    }
    now = end;
  }

  /** A new node, which bootstraps from up to three random live ones. */
  SimNode join() {
    SimNode node = new SimNode(this, TestPeers.info(++nextNode));
    List<SimNode> contacts = new ArrayList<>();
    for (int i = 0; i < 3 && !order.isEmpty(); i++) {
      contacts.add(anyLive());
    }
    live.put(node.id(), node);
    order.add(node);
    node.start(contacts);
    return node;
  }

  /** A random node leaves without a word. */
  void leave() {
    int index = random.nextInt(order.size());
    SimNode gone = order.get(index);
    order.set(index, order.getLast());
    order.removeLast();
    live.remove(gone.id());
  }

  boolean isLive(SimNode node) {
    return live.get(node.id()) == node;
  }

  /** All nodes that are there now. */
  List<SimNode> all() {
    return List.copyOf(order);
  }

  SimNode anyLive() {
    return order.get(random.nextInt(order.size()));
  }

  /** The oracle: the {@code count} live nodes nearest to {@code target}, by sorting all of them. */
  List<PeerId> closest(KadKey target, int count, SimNode without) {
    return order.stream()
        .filter(node -> node != without)
        .sorted((a, b) -> target.compareDistance(a.place(), b.place()))
        .limit(count)
        .map(SimNode::id)
        .toList();
  }

  /** Sends a request; {@code reply} hears the answer, if it comes at all. */
  void request(SimNode from, PeerId to, Bytes request, Reply reply) {
    deliver(
        () -> {
          SimNode server = live.get(to);
          if (server != null) {
            Bytes answer = answer(server, from, request);
            if (!answer.isEmpty()) {
              deliver(() -> ifLive(from, node -> reply.on(KadWire.decode(answer))));
            }
          }
        });
  }

  private void ifLive(SimNode node, Consumer<SimNode> action) {
    if (isLive(node)) {
      action.accept(node);
    }
  }

  private Bytes answer(SimNode server, SimNode from, Bytes request) {
    byte[] bytes = request.toArray();
    try {
      server.met(from);
      KadResponder.Requester requester =
          new KadResponder.Requester(from.id(), TestPeers.group(from.id()));
      return server.responder().answer(bytes, 0, bytes.length, requester, now, scratch)
              == KadResponder.Answer.REPLY
          ? Bytes.copyOf(scratch.buffer(), 0, scratch.length())
          : Bytes.empty();
    } catch (WireException e) {
      return Bytes.empty();
    }
  }

  private void deliver(Runnable arrival) {
    messages++;
    if (random.nextDouble() >= loss) {
      after(Duration.ofMillis(10 + random.nextInt(140)), arrival);
    } else {
      lost++;
    }
  }
}
