package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.trustnet.interop.PeerProgram.Stack;
import org.trustnet.libp2p.node.HostConfig.Security;

/** A way in which we and a foreign program come together. */
record Meeting(Stack stack, Security security, Dialer dialer) {
  /**
   * What tests share: rust-libp2p dials from the port that it listens on, of all addresses at once,
   * and finds it taken while a thousand idle connections hold ports of other loopback addresses.
   */
  static final String PORTS = "loopback ports";

  /** Who dials. */
  enum Dialer {
    THEY,
    WE
  }

  /** Every stack, every security, both ways. */
  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Stack stack : Stack.values()) {
      for (Security security : Security.values()) {
        for (Dialer dialer : Dialer.values()) {
          all.add(Arguments.of(new Meeting(stack, security, dialer)));
        }
      }
    }
    return all.stream();
  }

  /** All but those with rust-libp2p. */
  static Stream<Arguments> withoutRust() {
    return all().filter(a -> ((Meeting) a.get()[0]).stack != Stack.RUST);
  }

  /** Every stack with every security. */
  static Stream<Arguments> theyDial() {
    return all().filter(a -> ((Meeting) a.get()[0]).dialer == Dialer.THEY);
  }

  /** A program that offers only this security. */
  PeerProgram program(String... more) {
    return PeerProgram.start(stack, security, more);
  }

  /** Brings them together, and waits until the program says who it is that it met. */
  void bringTogether(PeerProgram program, OurNode node) {
    switch (dialer) {
      case THEY -> dial(program, node);
      case WE -> node.dial(program.address());
    }
    program.ask("identify", "peer", node.id());
    assertThat(node.securityWith(program.id())).containsExactly(protocol(security));
  }

  /** rust-libp2p dials from the port that it listens on, which now and then is taken. */
  static void dial(PeerProgram program, OurNode node) {
    for (int left = 3; ; left--) {
      try {
        program.ask("connect", "addr", node.address());
        return;
      } catch (PeerProgram.Refusal e) {
        if (left == 0 || !String.valueOf(e.getMessage()).contains("Address already in use")) {
          throw e;
        }
      }
    }
  }

  static String protocol(Security security) {
    return switch (security) {
      case NOISE -> "/noise";
      case TLS -> "/tls/1.0.0";
    };
  }

  static Security other(Security security) {
    return switch (security) {
      case NOISE -> Security.TLS;
      case TLS -> Security.NOISE;
    };
  }

  @Override
  public String toString() {
    return (dialer == Dialer.THEY ? stack + " dials us" : "we dial " + stack) + " over " + security;
  }
}
