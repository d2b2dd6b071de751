package org.trustnet.libp2p.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multiaddr;

/** Hosts on loopback, closed at the end of a test. An edge: real sockets, real time. */
public final class TestHosts implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A monotonic clock, in nanoseconds. */
  public static final LongSupplier NANOS = System::nanoTime;

  private final Deque<HostNode> started = new ArrayDeque<>();

  public static PrivateKey key() {
    return Keys.generate(KeyType.ED25519, new SecureRandom());
  }

  public static HostConfig config() {
    return HostConfig.defaults()
        .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
        .withLimits(ResourceLimits.defaults().withLoopback(ResourceLimits.Loopback.BY_PORT));
  }

  public static HostNode.Environment environment(Access access) {
    return new HostNode.Environment(
        access,
        new MemoryAddressBook(AddressBookLimits.defaults(), Clock.systemUTC()),
        Clock.systemUTC(),
        NANOS,
        new SecureRandom());
  }

  public HostNode start() {
    return start(config());
  }

  public HostNode start(HostConfig config) {
    return start(key(), config, Access.open());
  }

  public HostNode start(PrivateKey key, HostConfig config, Access access) {
    return start(key, config, environment(access));
  }

  HostNode start(PrivateKey key, HostConfig config, HostNode.Environment environment) {
    try {
      HostNode node = HostNode.start(key, config, environment);
      started.push(node);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static DialOutcome dial(HostNode from, HostNode to) {
    return from.connect(to.peer(), to.listenAddresses(), PATIENCE);
  }

  public static Connection connect(HostNode from, HostNode to) {
    return switch (dial(from, to)) {
      case DialOutcome.Connected(Connection connection, boolean _) -> connection;
      case DialOutcome other -> throw new AssertionError("not connected: " + other);
    };
  }

  @Override
  public void close() {
    started.forEach(HostNode::close);
  }
}
