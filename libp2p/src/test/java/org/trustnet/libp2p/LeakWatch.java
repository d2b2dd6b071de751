package org.trustnet.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty finds buffers that were collected without a release. Is
 * registered for all test classes of the module, so that it is in place before the first buffer;
 * classes annotated with {@link ChecksLeaks} are checked after a garbage collection of their own,
 * others whenever the next one comes.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
  private static final int COLLECTIONS = 2;
  private static final int PROBES = 64;
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  static {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation")
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new Recorder<>(resource, samplingInterval);
          }
        });
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    LEAKS.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    boolean thorough =
        context
            .getTestClass()
            .map(type -> type.isAnnotationPresent(ChecksLeaks.class))
            .orElse(false);
    if (thorough) {
      collect();
    }
    if (!LEAKS.isEmpty()) {
      throw new AssertionError("buffers leaked: " + LEAKS);
    }
  }

  /** The leaks that a collection brings to light now; the class is not failed for them. */
  static List<String> found() {
    collect();
    List<String> all = new ArrayList<>();
    for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
      all.add(leak);
    }
    return all;
  }

  /** Netty looks for leaks when it makes a buffer. */
  @SuppressWarnings("SystemGc")
  private static void collect() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      for (int probe = 0; probe < PROBES; probe++) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(1);
        buffer.release();
      }
    }
  }

  private static final class Recorder<T> extends ResourceLeakDetector<T> {
    @SuppressWarnings("deprecation")
    private Recorder(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType);
    }
  }
}
