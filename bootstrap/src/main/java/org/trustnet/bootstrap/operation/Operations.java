package org.trustnet.bootstrap.operation;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The operations that can be asked for here, by path. Filled once, then read on any thread. */
public final class Operations {
  /** Answers one call. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @throws OperationException if it cannot be done, with a line for the user
     */
    Reply run(Request request) throws InterruptedException;
  }

  /** A declaration with its answer. */
  public record Operation(OperationSpec spec, Handler handler) {
    /**
     * Answers {@code request}.
     *
     * @throws OperationException if it cannot be done, or needs the network and must not use it
     */
    public Reply run(Request request) throws InterruptedException {
      refuseOffline(spec, request.terms());
      return handler.run(request);
    }
  }

  /**
   * @throws OperationException if the operation needs the network and {@code terms} forbid it
   */
  public static void refuseOffline(OperationSpec spec, Request.Terms terms) {
    if (spec.needs() == OperationSpec.Needs.NETWORK && terms.reach() == Request.Reach.LOCAL) {
      throw OperationException.failed(
          String.join(" ", spec.words()) + " needs the network; leave --offline away");
    }
  }

  private final Map<String, Operation> byPath = new TreeMap<>();

  public Operations add(OperationSpec spec, Handler handler) {
    if (byPath.putIfAbsent(spec.path(), new Operation(spec, handler)) != null) {
      throw new IllegalStateException("declared twice: " + spec.path());
    }
    return this;
  }

  public Optional<Operation> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  public Collection<Operation> all() {
    return byPath.values();
  }
}
