package org.trustnet.testkit.crash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the children of this JVM when it ends, however that comes, SIGKILL included: a shell that is
 * told of each by a pipe, and kills those that are left when the pipe ends. Safe on any thread.
 */
final class Guardian {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      while read -r what pid; do
        case $what in
          begun) left="$left $pid " ;;
          ended) left=$(printf %s "$left" | sed "s/ $pid //") ;;
        esac
      done
      if [ -n "$left" ]; then kill -s KILL $left; fi
      """;

  private static final Guardian OF_THIS_JVM = new Guardian();

  private final BufferedWriter pipe;

  private Guardian() {
    try {
      pipe =
          new ProcessBuilder("sh", "-c", SCRIPT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .outputWriter(StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sees to it that {@code child} does not outlive this JVM. */
  static Process watch(Process child) {
    OF_THIS_JVM.tell("begun " + child.pid());
    var _ = child.onExit().thenRun(() -> OF_THIS_JVM.tell("ended " + child.pid()));
    return child;
  }

  private synchronized void tell(String line) {
    try {
      pipe.write(line + "\n");
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
