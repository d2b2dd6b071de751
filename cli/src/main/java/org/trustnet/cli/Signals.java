package org.trustnet.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT: the first asks, a second ends the process at once. A shutdown hook could not
 * tell the second, and would end with another exit code than 0. The JDK's only interface to
 * signals, {@code sun.misc.Signal} of its module {@code jdk.unsupported}, is reached by name
 * because the compiler warns of it in a way that cannot be answered. An edge.
 */
final class Signals {
  /** What a process that was ended by a signal reports, beside the signal's number. */
  private static final int SIGNALLED = 128 + 15;

  private Signals() {}

  /**
   * Runs {@code stop}, which must not block, at the first signal.
   *
   * @throws IllegalStateException if this JVM does not let its signals be handled
   */
  static void onFirst(Runnable stop) {
    onFirst(stop, () -> {});
  }

  /**
   * The same; the second signal runs {@code last}, which must not block, before the process ends.
   *
   * @throws IllegalStateException if this JVM does not let its signals be handled
   */
  static void onFirst(Runnable stop, Runnable last) {
    AtomicBoolean asked = new AtomicBoolean();
    Runnable handler =
        () -> {
          if (asked.compareAndSet(false, true)) {
            stop.run();
          } else {
            last.run();
            Runtime.getRuntime().halt(SIGNALLED);
          }
        };
    try {
      for (String name : List.of("TERM", "INT")) {
        handle(name, handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let its signals be handled", e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
  private static void handle(String name, Runnable handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {signalHandler},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    handler.run();
                    yield null;
                  }
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> "signal handler";
                });
    signal
        .getMethod("handle", signal, signalHandler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }
}
