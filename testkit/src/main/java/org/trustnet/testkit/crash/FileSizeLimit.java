package org.trustnet.testkit.crash;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A disk that refuses to grow files, for a program under test: the soft limit {@code RLIMIT_FSIZE}
 * of this very process (Linux, 64 bit). A write beyond it is cut short or fails, as on a full disk;
 * lifting it is the space that comes back. Only for child processes.
 */
public final class FileSizeLimit {
  private static final int RLIMIT_FSIZE = 1;
  private static final long INFINITE = -1;

  private FileSizeLimit() {}

  /** From now on no file of this process grows beyond {@code bytes}. */
  @SuppressWarnings("restricted") // a child runs with native access
  public static void set(long bytes) {
    Linker linker = Linker.nativeLinker();
    MethodHandle call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setrlimit"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(ValueLayout.JAVA_LONG, bytes, INFINITE);
      int failed = (int) call.invokeExact(RLIMIT_FSIZE, limit);
      if (failed != 0) {
        throw new IllegalStateException("setrlimit refused");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets files grow again. */
  public static void lift() {
    set(INFINITE);
  }
}
