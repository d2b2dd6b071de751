package org.trustnet.libp2p.identify;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * What peers say our address is, counted by address group, so that one site has one voice. Only
 * what was heard on connections that we did not dial proves that an address can be dialled: the
 * port of an outbound connection is a stranger's guess. Safe on any thread.
 */
public final class ObservedAddresses {
  /** Addresses that are counted; the least supported one makes room. */
  public static final int MAX_ADDRESSES = 32;

  /** Voices that are counted for an address: far over what any decision asks for. */
  public static final int MAX_GROUPS = 32;

  /** A group: IPv4 /16, IPv6 /32, what one operator usually has. */
  private static final int GROUP_BITS_4 = 16;

  private static final int GROUP_BITS_6 = 32;

  /** How long a voice counts, as in go-libp2p. */
  private static final Duration LIFE = Duration.ofMinutes(40);

  private record Key(Multiaddr address, Direction direction) {}

  private final Map<Key, Map<IpAddress, Long>> voices = new LinkedHashMap<>();

  /**
   * A peer told our address.
   *
   * @param direction who dialled the connection it was told on
   * @param group where the peer is: the address of its end
   */
  public synchronized void heard(
      Multiaddr observed, Direction direction, IpAddress group, long nowNanos) {
    forgetOld(nowNanos);
    Key key = new Key(observed, direction);
    Map<IpAddress, Long> heard = voices.get(key);
    if (heard == null) {
      if (voices.size() >= MAX_ADDRESSES) {
        makeRoom();
      }
      heard = new HashMap<>();
      voices.put(key, heard);
    }
    IpAddress prefix = group.prefix(group.isV4() ? GROUP_BITS_4 : GROUP_BITS_6);
    if (heard.containsKey(prefix) || heard.size() < MAX_GROUPS) {
      heard.put(prefix, nowNanos);
    }
  }

  /** Addresses that at least so many groups confirm, the best confirmed first. */
  public synchronized List<Multiaddr> confirmed(Direction direction, int groups, long nowNanos) {
    forgetOld(nowNanos);
    Comparator<Map.Entry<Key, Map<IpAddress, Long>>> bySupport =
        Comparator.comparingInt(entry -> -entry.getValue().size());
    return voices.entrySet().stream()
        .filter(e -> e.getKey().direction == direction && e.getValue().size() >= groups)
        .sorted(bySupport)
        .map(e -> e.getKey().address)
        .toList();
  }

  private void forgetOld(long nowNanos) {
    voices
        .values()
        .removeIf(
            heard -> {
              heard.values().removeIf(at -> nowNanos - at > LIFE.toNanos());
              return heard.isEmpty();
            });
  }

  private void makeRoom() {
    voices.entrySet().stream()
        .min(Comparator.comparingInt(entry -> entry.getValue().size()))
        .map(Map.Entry::getKey)
        .ifPresent(voices::remove);
  }
}
