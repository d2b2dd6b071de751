package org.trustnet.libp2p.node;

import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.dial.DialBackoff;
import org.trustnet.multiformats.PeerId;

/**
 * What happens to connections once they are ours: they are counted, the listeners hear of them, and
 * their peers are asked who they are. On event loops.
 */
final class ConnectionStage implements Intake.Stage {
  private final Upkeep upkeep;
  private final AddressRenewal renewal;
  private final DialBackoff backoff;
  private final HostListeners listeners;
  private final Identification identification;

  ConnectionStage(
      Upkeep upkeep,
      AddressRenewal renewal,
      DialBackoff backoff,
      HostListeners listeners,
      Identification identification) {
    this.upkeep = upkeep;
    this.renewal = renewal;
    this.backoff = backoff;
    this.listeners = listeners;
    this.identification = identification;
  }

  @Override
  public boolean hasRoom(PeerId peer) {
    return listeners.hasRoom(peer);
  }

  @Override
  public void opened(NodeConnection connection) {
    upkeep.opened(connection);
    renewal.changed(connection.peer());
    if (connection.direction() == Connection.Direction.INBOUND) {
      backoff.clear(connection.peer());
    }
    listeners.tell(connection.peer(), listener -> listener.onConnected(connection));
    identification.ask(connection);
  }

  @Override
  public void ended(NodeConnection connection) {
    upkeep.ended(connection);
    renewal.changed(connection.peer());
    listeners.tell(connection.peer(), listener -> listener.onDisconnected(connection));
  }
}
