package org.trustnet.bootstrap.node;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.RoutingMode;
import org.trustnet.multiformats.Multiaddr;

/** Decides what part the node takes in the DHTs, and changes it when there is reason to. */
final class RoutingSwitch implements HostListener {
  private final RoutingMode.Type type;
  private final List<Multiaddr> announced;
  private final DualKad kad;
  private final Consumer<RoutingMode> told;
  private final RoutingMode.Evidence evidence = new RoutingMode.Evidence();
  private final Supplier<List<Multiaddr>> here;
  private RoutingMode mode;

  /**
   * @param announced the addresses that the configuration announces
   * @param here the addresses that the host announces now
   * @param told hears of the first mode and of every change
   */
  RoutingSwitch(
      RoutingMode.Type type,
      List<Multiaddr> announced,
      Supplier<List<Multiaddr>> here,
      DualKad kad,
      Consumer<RoutingMode> told) {
    this.type = type;
    this.announced = announced;
    this.here = here;
    this.kad = kad;
    this.told = told;
    this.mode = RoutingMode.of(type, announced, evidence);
  }

  synchronized void start() {
    kad.apply(mode);
    told.accept(mode);
  }

  synchronized RoutingMode mode() {
    return mode;
  }

  @Override
  public synchronized void onConnected(Connection connection) {
    if (connection.direction() == Connection.Direction.INBOUND) {
      evidence.inbound(connection.peer(), connection.localAddress(), connection.remoteAddress());
      decide();
    }
  }

  @Override
  public synchronized void onAnnouncementChanged() {
    forgetLost();
    decide();
  }

  /** An address that is not announced, or not any more, makes no server. */
  private void forgetLost() {
    evidence.keepOnly(
        here.get().stream().flatMap(address -> address.ip().stream()).collect(Collectors.toSet()));
  }

  private void decide() {
    if (RoutingMode.of(type, announced, evidence).equals(mode)) {
      return;
    }
    forgetLost();
    RoutingMode now = RoutingMode.of(type, announced, evidence);
    if (!now.equals(mode)) {
      mode = now;
      kad.apply(now);
      told.accept(now);
    }
  }
}
