package org.trustnet.bootstrap.trust;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RecordValue;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.refresh.RefreshQueue;

/**
 * What machines want from the network, on virtual threads: {@link RefreshQueue#AT_ONCE} tasks at
 * once, the others wait for a place. Each is reported once, unless the node is stopping.
 */
final class RefreshTasks {
  /** Hears what became of a task, on the task's thread. */
  interface Reports {
    void came(Follower follower, RefreshEvent event);

    /** The task has a defect. */
    void brokenOff(Follower follower, Throwable why);
  }

  private interface Task {
    RefreshEvent run() throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(RefreshTasks.class);

  private final RefreshSources sources;
  private final ExecutorService threads;
  private final Reports reports;
  private final Semaphore places = new Semaphore(RefreshQueue.AT_ONCE);

  RefreshTasks(RefreshSources sources, ExecutorService threads, Reports reports) {
    this.sources = sources;
    this.threads = threads;
    this.reports = reports;
  }

  /** Looks the follower's name up; reports a {@link RefreshEvent.Looked}. */
  void lookUp(Follower follower) {
    begin(follower, () -> looked(follower.name));
  }

  /**
   * Fetches the file of a record; reports a {@link RefreshEvent.Fetched} or a {@link
   * RefreshEvent.FetchFailed}.
   */
  void fetch(Follower follower, RecordSummary record, RecordValue target) {
    begin(follower, () -> fetched(record, target));
  }

  /** Fetches the file of a record only to see it; reports a {@link RefreshEvent.Inspected}. */
  void inspect(Follower follower, RecordSummary record, RecordValue target) {
    begin(follower, () -> inspected(record, target));
  }

  private void begin(Follower follower, Task task) {
    try {
      threads.execute(() -> run(follower, task));
    } catch (RejectedExecutionException e) {
      LOG.trace("closing: nothing is refreshed any more");
    }
  }

  private void run(Follower follower, Task task) {
    try {
      places.acquire();
      RefreshEvent event;
      try {
        event = task.run();
      } catch (RuntimeException | Error e) { // an Error too ends the refresh and frees its place
        LOG.error("a task of {} was broken off", follower.key, e);
        reports.brokenOff(follower, e);
        return;
      } finally {
        places.release();
      }
      reports.came(follower, event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RefreshEvent looked(PeerId name) throws InterruptedException {
    try {
      return sources.records(name);
    } catch (IllegalStateException e) {
      LOG.debug("the lookup of {} failed: {}", name.toName(), e.toString());
      return new RefreshEvent.Looked(List.of(), 0, RefreshEvent.Reach.SILENT);
    }
  }

  private RefreshEvent fetched(RecordSummary record, RecordValue target) {
    return switch (sources.file(target)) {
      case FileSearch.Outcome.Found(Bytes content) -> new RefreshEvent.Fetched(record, content);
      case FileSearch.Outcome.Failed(var reason, String text) ->
          new RefreshEvent.FetchFailed(record, reason, text);
    };
  }

  private RefreshEvent inspected(RecordSummary record, RecordValue target) {
    return new RefreshEvent.Inspected(
        record,
        sources.file(target) instanceof FileSearch.Outcome.Found(Bytes content)
            ? Optional.of(content)
            : Optional.empty());
  }
}
