package org.trustnet.bootstrap.node;

import java.util.List;
import java.util.function.Consumer;
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
  private RoutingMode mode;

  /**
   * @param announced the addresses that the configuration announces
   * @param told hears of the first mode and of every change
   */
  RoutingSwitch(
      RoutingMode.Type type, List<Multiaddr> announced, DualKad kad, Consumer<RoutingMode> told) {
    this.type = type;
    this.announced = announced;
    this.kad = kad;
    this.told = told;
    this.mode = RoutingMode.of(type, announced, evidence);
  }

  void start() {
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
      RoutingMode now = RoutingMode.of(type, announced, evidence);
      if (!now.equals(mode)) {
        mode = now;
        kad.apply(now);
        told.accept(now);
      }
    }
  }
}
