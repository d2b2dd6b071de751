package org.trustnet.libp2p.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.libp2p.host.DialGate;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.dial.DialPlan;
import org.trustnet.libp2p.host.dial.DialPlanner;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.transport.UpgradeListener;
import org.trustnet.libp2p.transport.Upgraded;
import org.trustnet.libp2p.transport.tcp.TcpTransport;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** Carries out plans to dial: the first address that is ready wins, the others are given up. */
final class Race {
  private final TcpTransport tcp;
  private final Intake intake;
  private final DialPlanner planner;
  private final AddressBook book;
  private final Names names;
  private final InstantSource wall;
  private final LongSupplier nanos;

  Race(
      TcpTransport tcp,
      Intake intake,
      DialPlanner planner,
      AddressBook book,
      Names names,
      HostNode.Environment clocks) {
    this.tcp = tcp;
    this.intake = intake;
    this.planner = planner;
    this.book = book;
    this.names = names;
    this.wall = clocks.wall();
    this.nanos = clocks.nanos();
  }

  /**
   * Blocks until there is a connection, all addresses have failed or time is up.
   *
   * @param targets what the caller knows, and whether the address book is asked too
   */
  DialOutcome run(PeerId peer, DialTargets targets) {
    List<Multiaddr> given = new ArrayList<>();
    List<Multiaddr> heard = new ArrayList<>();
    (targets.origin() == DialTargets.Origin.HEARD ? heard : given).addAll(targets.addresses());
    if (targets.known() == DialTargets.Known.DIALLED) {
      heard.addAll(book.lastKnown(peer));
    }
    Names.Resolved resolved = names.resolved(given, heard);
    List<Multiaddr> all = resolved.addresses();
    if (targets.origin() == DialTargets.Origin.NAMED) {
      planner.forgive(peer, resolved.given());
    }
    long now = nanos.getAsLong();
    long deadline = now + planner.config().total().toNanos();
    DialPlanner.Prepared prepared =
        switch (targets.known()) {
          case DIALLED -> planner.prepare(peer, all, now, deadline);
          case OMITTED -> planner.prepareOnly(peer, all, now, deadline);
        };
    return switch (prepared) {
      case DialPlanner.Prepared.Ended(DialOutcome.NoAddress none) -> none.after(resolved.lost());
      case DialPlanner.Prepared.Ended(DialOutcome outcome) -> outcome;
      case DialPlanner.Prepared.Ready(DialPlan plan) -> run(peer, plan, targets);
    };
  }

  private DialOutcome run(PeerId peer, DialPlan plan, DialTargets targets) {
    Runner runner = new Runner(peer, plan, targets.gate());
    try {
      DialOutcome outcome = runner.run();
      if (outcome instanceof DialOutcome.Limited) {
        return outcome;
      }
      switch (targets.known()) {
        case DIALLED -> planner.finished(peer, plan, nanos.getAsLong());
        case OMITTED -> planner.finishedOnly(peer, plan, nanos.getAsLong());
      }
      book.dialled(peer, plan.winner().isPresent(), wall.instant());
      return outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DialOutcome.Refused(DialOutcome.Bar.CLOSED);
    } finally {
      runner.end();
    }
  }

  private sealed interface Event {
    record Opened(Multiaddr address) implements Event {}

    record Ended(Multiaddr address, Intake.Dialled how) implements Event {}
  }

  /** One race, on the thread of one attempt; events come from event loops. */
  private final class Runner {
    private final PeerId peer;
    private final DialPlan plan;
    private final DialGate gate;
    private final BlockingQueue<Event> events;
    private final Map<Multiaddr, Runnable> giveUp = new HashMap<>();
    private @Nullable NodeConnection winner;
    private @Nullable String limit;
    private int started;
    private volatile boolean over;

    private Runner(PeerId peer, DialPlan plan, DialGate gate) {
      this.peer = peer;
      this.plan = plan;
      this.gate = gate;
      // Two events an address.
      this.events = new ArrayBlockingQueue<>(2 * planner.config().addresses());
    }

    private DialOutcome run() throws InterruptedException {
      while (true) {
        step();
        if (plan.isOver()) {
          return outcome();
        }
        long wait = plan.nextNanos() - nanos.getAsLong();
        Event event = events.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
        if (event != null) {
          on(event);
        }
      }
    }

    private void step() {
      for (DialPlan.Step step : plan.poll(nanos.getAsLong())) {
        switch (step) {
          case DialPlan.Step.Start(Multiaddr address) -> start(address);
          case DialPlan.Step.Abandon(Multiaddr address) ->
              giveUp.getOrDefault(address, () -> {}).run();
        }
      }
    }

    private void start(Multiaddr address) {
      Optional<String> refusal = gate.refusal(address);
      if (refusal.isPresent()) {
        leaveOut(address, refusal.get());
        return;
      }
      switch (intake.outbound(how -> ended(address, how))) {
        case Intake.Admitted.No(String why) -> leaveOut(address, why);
        case Intake.Admitted.Yes(UpgradeListener listener) -> {
          started++;
          giveUp.put(address, tcp.dial(address, peer, new Opening(address, listener)));
        }
      }
    }

    private void leaveOut(Multiaddr address, String why) {
      limit = why;
      plan.leftOut(address, why);
    }

    private void ended(Multiaddr address, Intake.Dialled how) {
      Event event = new Event.Ended(address, how);
      boolean told = events.offer(event);
      // Whoever takes it out of the queue after the end drops it, once.
      if (!told || (over && events.remove(event))) {
        drop(how);
      }
    }

    private void on(Event event) {
      switch (event) {
        case Event.Opened(Multiaddr address) -> plan.opened(address);
        case Event.Ended(Multiaddr address, Intake.Dialled.Failed(var code, String why)) ->
            plan.failed(address, reason(code, why));
        case Event.Ended(Multiaddr address, Intake.Dialled.Ready(NodeConnection connection)) -> {
          if (plan.succeeded(address)) {
            winner = connection;
          } else {
            connection.close();
          }
        }
      }
    }

    /** That a connection was cut off says already what became of it. */
    private static String reason(Code code, String why) {
      return code == Code.CUT_OFF ? why : code.words() + ": " + why;
    }

    private DialOutcome outcome() {
      NodeConnection connection = winner;
      if (connection != null) {
        return new DialOutcome.Connected(connection, false);
      }
      String reached = limit;
      return reached != null && started == 0 ? new DialOutcome.Limited(reached) : plan.failure();
    }

    /** Nothing that is still under way is wanted. */
    private void end() {
      over = true;
      if (winner == null) {
        giveUp.values().forEach(Runnable::run);
      }
      for (Event event = events.poll(); event != null; event = events.poll()) {
        if (event instanceof Event.Ended(_, Intake.Dialled how)) {
          drop(how);
        }
      }
    }

    private static void drop(Intake.Dialled how) {
      if (how instanceof Intake.Dialled.Ready(NodeConnection connection)) {
        connection.close();
      }
    }

    /** Tells the plan that the socket is connected. */
    private final class Opening implements UpgradeListener {
      private final Multiaddr address;
      private final UpgradeListener listener;

      private Opening(Multiaddr address, UpgradeListener listener) {
        this.address = address;
        this.listener = listener;
      }

      @Override
      public void opened() {
        events.offer(new Event.Opened(address));
      }

      @Override
      public Optional<Muxer.Acceptor> upgraded(Upgraded connection) {
        return listener.upgraded(connection);
      }

      @Override
      public void failed(WireException.Code code, String why) {
        listener.failed(code, why);
      }
    }
  }
}
