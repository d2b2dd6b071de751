package org.trustnet.multiformats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An address as a path of protocols, for example {@code /ip4/192.0.2.1/tcp/4001/p2p/12D3…}.
 * multiformats/multiaddr. Equal when their bytes are.
 */
public final class Multiaddr implements Comparable<Multiaddr> {
  /** Longest address, in bytes and in characters of its text. */
  public static final int MAX_BYTES = 1_024;

  /** Most components: the longest real one, a relayed browser address, has about a dozen. */
  public static final int MAX_COMPONENTS = 24;

  /**
   * One step of the path.
   *
   * @param protocol what it is
   * @param value its binary value, without length
   */
  public record Component(Protocol protocol, Bytes value) {
    /** The value as text; empty where the protocol has none. */
    public String text() {
      return protocol.value().format(value);
    }

    @Override
    public String toString() {
      return switch (protocol.value()) {
        case NONE -> "/" + protocol.text();
        default -> "/" + protocol.text() + "/" + text();
      };
    }
  }

  private final List<Component> components;
  private final Bytes encoded;

  private Multiaddr(List<Component> components) {
    if (components.isEmpty() || components.size() > MAX_COMPONENTS) {
      throw new MultiformatException(
          "a multiaddr of " + components.size() + " components, 1 to " + MAX_COMPONENTS);
    }
    this.components = List.copyOf(components);
    this.encoded = encode(components);
    if (encoded.length() > MAX_BYTES) {
      throw new MultiformatException(
          "a multiaddr of " + encoded.length() + " bytes, at most " + MAX_BYTES);
    }
  }

  /**
   * Reads an address's text.
   *
   * @throws MultiformatException naming the text and the component that is wrong
   */
  public static Multiaddr parse(String text) {
    try {
      if (!text.startsWith("/") || text.length() > MAX_BYTES) {
        throw new MultiformatException(
            "it begins with '/' and has at most " + MAX_BYTES + " characters");
      }
      String[] parts = withoutClosingSlashes(text).split("/", -1);
      List<Component> components = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        Protocol protocol = Protocol.byName(parts[i]);
        if (protocol == null) {
          throw new MultiformatException("unknown protocol " + Printable.quote(parts[i]));
        }
        String value = "";
        if (protocol.value() == AddressValue.PATH) {
          value = String.join("/", List.of(parts).subList(i + 1, parts.length));
          i = parts.length;
        } else if (protocol.value() != AddressValue.NONE) {
          if (++i >= parts.length) {
            throw new MultiformatException("/" + protocol.text() + " needs a value");
          }
          value = parts[i];
        }
        components.add(new Component(protocol, protocol.value().parse(value)));
      }
      return new Multiaddr(components);
    } catch (MultiformatException e) {
      throw new MultiformatException(
          "not a multiaddr: " + Printable.quote(text) + ": " + e.getMessage());
    }
  }

  /** As go-multiaddr: closing slashes say nothing, not even behind a path. */
  private static String withoutClosingSlashes(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  /**
   * Reads an address that fills {@code bytes}.
   *
   * @throws MultiformatException if it is malformed, too long, or has a protocol not known here
   */
  public static Multiaddr decode(Bytes bytes) {
    if (bytes.length() > MAX_BYTES) {
      throw new MultiformatException(
          "a multiaddr of " + bytes.length() + " bytes, at most " + MAX_BYTES);
    }
    ByteReader reader = new ByteReader(bytes);
    List<Component> components = new ArrayList<>();
    while (!reader.atEnd() && components.size() <= MAX_COMPONENTS) {
      long code = reader.uvarint();
      Protocol protocol = Protocol.byCode(code);
      if (protocol == null) {
        throw new MultiformatException("unknown multiaddr protocol " + code);
      }
      int size = protocol.value().size();
      Bytes value = reader.take(size >= 0 ? size : reader.uvarint());
      components.add(new Component(protocol, protocol.value().checked(value).compact()));
    }
    return new Multiaddr(components);
  }

  public static Multiaddr of(Component... components) {
    return new Multiaddr(List.of(components));
  }

  /** {@code /ip4|ip6/address/tcp/port}. */
  public static Multiaddr tcp(IpAddress ip, int port) {
    return new Multiaddr(
        List.of(
            new Component(ip.isV4() ? Protocol.IP4 : Protocol.IP6, ip.bytes()),
            new Component(Protocol.TCP, Protocol.TCP.value().parse(Integer.toString(port)))));
  }

  private static Bytes encode(List<Component> components) {
    List<Bytes> parts = new ArrayList<>();
    for (Component component : components) {
      parts.add(Varint.encode(component.protocol.code()));
      if (component.protocol.value().size() < 0) {
        parts.add(Varint.encode(component.value.length()));
      }
      parts.add(component.value);
    }
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  public List<Component> components() {
    return components;
  }

  /** The binary form. */
  public Bytes encode() {
    return encoded;
  }

  /** The first component of this protocol. */
  public Optional<Component> first(Protocol protocol) {
    return components.stream().filter(c -> c.protocol == protocol).findFirst();
  }

  public boolean has(Protocol protocol) {
    return first(protocol).isPresent();
  }

  /** The IP address it begins with, if it begins with one. */
  public Optional<IpAddress> ip() {
    Component head = components.getFirst();
    return switch (head.protocol) {
      case IP4, IP6 -> Optional.of(new IpAddress(head.value));
      default -> Optional.empty();
    };
  }

  /** The first TCP or UDP port. */
  public OptionalInt port() {
    return components.stream()
        .filter(c -> c.protocol == Protocol.TCP || c.protocol == Protocol.UDP)
        .mapToInt(c -> (int) AddressValue.toNumber(c.value))
        .findFirst();
  }

  /** Whether it begins with a name that must be looked up. */
  public boolean needsLookup() {
    return switch (components.getFirst().protocol) {
      case DNS, DNS4, DNS6, DNSADDR -> true;
      default -> false;
    };
  }

  public boolean isCircuit() {
    return has(Protocol.P2P_CIRCUIT);
  }

  /** The peer it leads to: the value of a closing {@code /p2p/…}. */
  public Optional<PeerId> peerId() {
    Component last = components.getLast();
    return last.protocol == Protocol.P2P
        ? Optional.of(PeerId.decode(last.value))
        : Optional.empty();
  }

  /** This address ending in {@code /p2p/peer}, in place of the peer it ended in, if any. */
  public Multiaddr withPeer(PeerId peer) {
    List<Component> all = new ArrayList<>(transport());
    all.add(new Component(Protocol.P2P, peer.encode()));
    return new Multiaddr(all);
  }

  /** This address without a closing {@code /p2p/…}; empty if nothing else is in it. */
  public Optional<Multiaddr> withoutPeer() {
    List<Component> all = transport();
    return all.isEmpty() ? Optional.empty() : Optional.of(new Multiaddr(all));
  }

  /** This address with {@code tail} behind it. */
  public Multiaddr append(Multiaddr tail) {
    List<Component> all = new ArrayList<>(components);
    all.addAll(tail.components);
    return new Multiaddr(all);
  }

  /** This address with its first component replaced by {@code head}'s components. */
  public Multiaddr replaceFirst(Component head) {
    List<Component> all = new ArrayList<>(components);
    all.set(0, head);
    return new Multiaddr(all);
  }

  private List<Component> transport() {
    return components.getLast().protocol == Protocol.P2P
        ? components.subList(0, components.size() - 1)
        : components;
  }

  @Override
  public int compareTo(Multiaddr other) {
    return encoded.compareTo(other.encoded);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Multiaddr other && encoded.equals(other.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    components.forEach(text::append);
    return text.toString();
  }
}
