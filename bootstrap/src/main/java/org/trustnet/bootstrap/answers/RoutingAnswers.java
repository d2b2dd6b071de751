package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.trustnet.bootstrap.commands.RoutingCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.PutOutcome;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.PeerId;

/** {@code routing findpeer|findprovs|provide|get|put}, in Kubo's rows. */
public final class RoutingAnswers {
  private static final int FINAL_PEER = 2;
  private static final int PROVIDER = 4;
  private static final int VALUE = 5;

  /** Most providers sought: nobody keeps more of one block. */
  private static final int MAX_PROVIDERS = 10_000;

  private static final int MAX_RECORD = 64 * 1_024;

  /** Whether we hold a block, so that nobody announces what he has not. */
  @FunctionalInterface
  public interface Holdings {
    boolean has(Cid cid);
  }

  private final DualKad kad;
  private final Holdings holdings;

  public RoutingAnswers(DualKad kad, Holdings holdings) {
    this.kad = kad;
    this.holdings = holdings;
  }

  public void addTo(Operations operations) {
    operations
        .add(RoutingCommands.FINDPEER, this::findPeer)
        .add(RoutingCommands.FINDPROVS, this::findProviders)
        .add(RoutingCommands.PROVIDE, this::provide)
        .add(RoutingCommands.GET, this::value)
        .add(RoutingCommands.PUT, this::put);
  }

  private static Object event(int type, List<?> responses, String extra) {
    return Json.object("Extra", extra, "ID", "", "Responses", responses, "Type", type);
  }

  private Reply findPeer(Request request) {
    List<PeerId> peers = request.arguments().stream().map(Arguments::peerId).toList();
    return Reply.rows(
        out -> {
          for (PeerId peer : peers) {
            Optional<PeerInfo> found = kad.findPeer(peer, Arguments.NETWORK);
            out.accept(
                event(
                    FINAL_PEER,
                    List.of(
                        Json.peer(
                            found.orElseThrow(
                                () -> OperationException.notFound("routing: not found")))),
                    ""));
          }
        });
  }

  private Reply findProviders(Request request) {
    int count = (int) Math.min(request.number("num-providers", 20), MAX_PROVIDERS);
    if (count < 1) {
      throw OperationException.usage("number of providers must be greater than 0");
    }
    List<Cid> cids = request.arguments().stream().map(Arguments::cid).toList();
    return Reply.rows(
        out -> {
          for (Cid cid : cids) {
            kad.findProviders(
                cid.hash().encode(),
                count,
                provider -> out.accept(event(PROVIDER, List.of(Json.peer(provider)), "")),
                Arguments.NETWORK);
          }
        });
  }

  private Reply provide(Request request) {
    List<Cid> cids = request.arguments().stream().map(Arguments::cid).toList();
    for (Cid cid : cids) {
      if (!holdings.has(cid)) {
        throw OperationException.notFound("block " + cid + " not found locally, cannot provide");
      }
    }
    for (Cid cid : cids) {
      require(kad.provide(cid.hash().encode(), Arguments.NETWORK), "provide " + cid);
    }
    return Reply.rows(out -> {});
  }

  private static int require(PutOutcome outcome, String what) {
    return switch (outcome) {
      case PutOutcome.Sent(int stored, int asked) -> {
        if (asked == 0) {
          throw OperationException.failed(
              "cannot " + what + ": no peer is in the routing table yet; connect to one first");
        }
        if (stored == 0) {
          throw OperationException.failed(
              "cannot " + what + ": none of " + asked + " peers took it");
        }
        yield stored;
      }
      case PutOutcome.Refused(String reason) ->
          throw OperationException.failed("cannot " + what + ": " + reason);
    };
  }

  /** The DHT's binary key of {@code /ipns/NAME} or {@code /pk/ID}. */
  private static Bytes key(String text) {
    if (text.startsWith("/ipns/")) {
      return RoutingKey.record(Arguments.name(text));
    }
    if (text.startsWith("/pk/")) {
      return RoutingKey.publicKey(Arguments.peerId(text.substring(4)));
    }
    throw OperationException.usage("invalid key " + text + ": /ipns/NAME or /pk/ID");
  }

  private Reply value(Request request) {
    List<Bytes> keys = request.arguments().stream().map(RoutingAnswers::key).toList();
    return Reply.rows(
        out -> {
          for (Bytes key : keys) {
            Bytes value =
                kad.findValue(key, 16, valid -> {}, Arguments.NETWORK)
                    .best()
                    .orElseThrow(() -> OperationException.notFound("routing: not found"));
            out.accept(
                event(VALUE, List.of(), Base64.getEncoder().encodeToString(value.toArray())));
          }
        });
  }

  private Reply put(Request request) {
    Bytes key = key(request.argument(0));
    Bytes value = Bodies.whole(request, MAX_RECORD);
    PutOutcome outcome = kad.putValue(key, value, Duration.ofSeconds(60));
    boolean alone = outcome instanceof PutOutcome.Sent(int stored, int asked) && asked == 0;
    if (!alone || !request.flag("allow-offline")) {
      require(outcome, "put " + request.argument(0));
    }
    return Reply.rows(out -> {});
  }
}
