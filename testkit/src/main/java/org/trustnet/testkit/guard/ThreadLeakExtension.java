package org.trustnet.testkit.guard;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a {@link ThreadWatch} around a class; see {@link LeavesNoThreads}. */
final class ThreadLeakExtension implements BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(ThreadLeakExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(OURS).put(context.getUniqueId(), ThreadWatch.start());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    ThreadWatch watch = context.getStore(OURS).remove(context.getUniqueId(), ThreadWatch.class);
    if (watch == null) {
      return;
    }
    List<String> left = watch.left(ThreadWatch.PATIENCE);
    if (!left.isEmpty()) {
      throw new AssertionError(context.getDisplayName() + " leaves threads behind: " + left);
    }
  }
}
