package org.trustnet.testkit.guard;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a {@link PinWatch} around a class; see {@link PinsNoCarrier}. */
final class PinExtension implements BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(PinExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(OURS).put(context.getUniqueId(), PinWatch.start());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    PinWatch watch = context.getStore(OURS).remove(context.getUniqueId(), PinWatch.class);
    if (watch == null) {
      return;
    }
    List<String> pins = watch.stop();
    if (!pins.isEmpty()) {
      throw new AssertionError(
          context.getDisplayName() + " pins a carrier " + watch.count() + " times: " + pins);
    }
  }
}
