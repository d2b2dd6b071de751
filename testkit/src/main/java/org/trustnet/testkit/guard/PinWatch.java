package org.trustnet.testkit.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/** Counts the pins that Flight Recorder reports from {@link #start()} to {@link #stop()}. */
final class PinWatch {
  /** The JDK's own threshold for reporting a pin: shorter ones cost less than a context switch. */
  static final Duration LONGEST_PIN = Duration.ofMillis(20);

  /** Enough to see where it happens; the rest is only counted. */
  static final int MAX_KEPT = 10;

  private static final int FRAMES_SHOWN = 6;

  private final RecordingStream recording = new RecordingStream();
  private final List<String> kept = new ArrayList<>();
  private long count;

  private PinWatch() {}

  static PinWatch start() {
    PinWatch watch = new PinWatch();
    watch.recording.enable("jdk.VirtualThreadPinned").withThreshold(LONGEST_PIN).withStackTrace();
    watch.recording.onEvent("jdk.VirtualThreadPinned", watch::record);
    watch.recording.startAsync();
    return watch;
  }

  /** Ends the recording; where the first pins happened. */
  List<String> stop() {
    recording.stop();
    recording.close();
    synchronized (this) {
      return List.copyOf(kept);
    }
  }

  /** How many pins there were. */
  synchronized long count() {
    return count;
  }

  private synchronized void record(RecordedEvent event) {
    count++;
    if (kept.size() < MAX_KEPT) {
      kept.add(event.getDuration().toMillis() + " ms at " + describe(event.getStackTrace()));
    }
  }

  private static String describe(@Nullable RecordedStackTrace stack) {
    if (stack == null) {
      return "an unknown place";
    }
    List<String> frames = new ArrayList<>();
    for (RecordedFrame frame : stack.getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.") && frames.size() < FRAMES_SHOWN) {
        frames.add(type + "." + frame.getMethod().getName() + ":" + frame.getLineNumber());
      }
    }
    return String.join(" < ", frames);
  }
}
