package org.trustnet.bootstrap.node;

/** Hears what a person who watches the node would want to know. One line each; any thread. */
@FunctionalInterface
public interface NodeEvents {
  void told(String line);
}
