package org.trustnet.bootstrap.config;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Protocol;

/** Types of settings that are addresses, and what is to be said of an address that was set. */
public final class AddressTypes {
  private static final int DEFAULT_PORT = 5_101;

  private AddressTypes() {}

  /** Any multiaddr. */
  public static ConfigType<Multiaddr> any() {
    return type("a multiaddr such as \"/ip4/127.0.0.1/tcp/5101\"", address -> address);
  }

  /** An address that the node can listen on for peers: {@code /ip4|ip6/…/tcp/…}. */
  public static ConfigType<Multiaddr> forPeers() {
    return type(
        "an address to listen on such as \"/ip4/127.0.0.1/tcp/4001\"",
        checked(AddressTypes::isTcp, "/ip4/127.0.0.1/tcp/4001"));
  }

  /** An address that the RPC can listen on: {@code /ip4|ip6/…/tcp/…} or {@code /unix/PATH}. */
  public static ConfigType<Multiaddr> forRpc() {
    return type(
        "an address to listen on such as \"/ip4/127.0.0.1/tcp/5101\" or \"/unix/PATH\"",
        checked(
            address -> isTcp(address) || address.has(Protocol.UNIX),
            "/ip4/127.0.0.1/tcp/5101 or /unix/PATH"));
  }

  /**
   * What to say at a start if the RPC listens where other machines may reach it.
   *
   * @param api value of {@code Addresses.API}
   */
  public static Optional<String> exposure(Multiaddr api) {
    boolean local = api.has(Protocol.UNIX) || api.ip().filter(AddressTypes::isLoopback).isPresent();
    return local
        ? Optional.empty()
        : Optional.of(
            "warning: Addresses.API is "
                + api
                + ", where other machines may reach the RPC: whoever has a token, which goes"
                + " unencrypted, commands this node and its keys; unless a firewall keeps others"
                + " out: trustnet config set Addresses.API /ip4/127.0.0.1/tcp/"
                + api.port().orElse(DEFAULT_PORT));
  }

  private static boolean isLoopback(IpAddress ip) {
    return ip.scope() == IpAddress.Scope.LOOPBACK;
  }

  private static boolean isTcp(Multiaddr address) {
    return address.components().size() == 2
        && address.ip().isPresent()
        && address.components().getLast().protocol() == Protocol.TCP;
  }

  private static UnaryOperator<Multiaddr> checked(Predicate<Multiaddr> good, String example) {
    return address -> {
      if (!good.test(address)) {
        throw new IllegalArgumentException(
            address + " is nothing to listen on: write it as " + example);
      }
      return address;
    };
  }

  private static ConfigType<Multiaddr> type(String expects, UnaryOperator<Multiaddr> check) {
    return new ConfigType<>(
        expects,
        json -> check.apply(Multiaddr.parse(ConfigType.string(json))),
        Multiaddr::toString,
        text -> check.apply(Multiaddr.parse(text)));
  }
}
