package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.commands.NodeCommands;
import org.trustnet.bootstrap.commands.PublishCommands;
import org.trustnet.bootstrap.commands.RoutingCommands;
import org.trustnet.bootstrap.commands.SwarmCommands;
import org.trustnet.bootstrap.commands.TrustCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationException.Kind;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;

class RoutingOffTest {
  private static Reply run(OperationSpec spec, Operations.Handler handler) throws Exception {
    return run(spec, "x", handler);
  }

  private static Reply run(OperationSpec spec, String argument, Operations.Handler handler)
      throws Exception {
    return RoutingOff.over(new Operations().add(spec, handler))
        .at(spec.path())
        .orElseThrow()
        .handler()
        .run(new Request(spec, List.of(argument), Map.of(), Collections.emptyIterator(), "test"));
  }

  private static OperationException refused(OperationSpec spec, Operations.Handler handler) {
    return catchThrowableOfType(
        OperationException.class,
        () -> {
          if (run(spec, handler) instanceof Reply.Rows rows) {
            rows.writeTo(_ -> {});
          }
        });
  }

  @Test
  void everyRoutingCommandSaysThatRoutingIsOffAndWhichKeyDoesIt() {
    for (OperationSpec spec : RoutingCommands.ALL) {
      assertThat(refused(spec, _ -> Reply.rows(_ -> {})))
          .as(spec.path())
          .hasMessage(
              "routing is off: Routing.Type is none in the configuration; trustnet config set"
                  + " Routing.Type auto, and start the node again");
    }
  }

  @Test
  void whatIsNotFoundWithoutItIsSaidToBeNotLookedFor() {
    for (OperationSpec spec :
        List.of(NameCommands.RESOLVE, NameCommands.GET, TrustCommands.REFRESH, NodeCommands.PING)) {
      OperationException atOnce =
          refused(
              spec,
              _ -> {
                throw OperationException.notFound("no record was found");
              });
      OperationException later =
          refused(
              spec,
              _ ->
                  Reply.rows(
                      _ -> {
                        throw OperationException.notFound("no record was found");
                      }));
      for (OperationException each : List.of(atOnce, later)) {
        assertThat(each.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(each).hasMessage("no record was found");
        assertThat(each.details()).as(spec.path()).containsExactly(RoutingOff.WHY);
      }
    }
  }

  @Test
  void aPeerIsNotLookedForWhereItsAddressIsGiven() {
    String peer = "/p2p/12D3KooWF7JadtUF3CTV9H8m2joAhrpWmrEU7HgH6sdUMuetEn81";
    assertThat(unconnected(peer).details()).containsExactly(RoutingOff.WHY);
    assertThat(unconnected("/ip4/127.0.0.1/tcp/1" + peer).details()).isEmpty();
  }

  private static OperationException unconnected(String peer) {
    return catchThrowableOfType(
        OperationException.class,
        () ->
            run(
                SwarmCommands.CONNECT,
                peer,
                _ -> {
                  throw OperationException.failed("connection refused");
                }));
  }

  @Test
  void aMistakeOfTheCallersHasNothingToDoWithIt() {
    OperationException fault =
        refused(
            NameCommands.RESOLVE,
            _ -> {
              throw OperationException.usage("no name");
            });

    assertThat(fault.details()).isEmpty();
  }

  @Test
  void whatIsPublishedIsSaidToBeStoredOnly() throws Exception {
    for (OperationSpec spec : List.of(PublishCommands.PUBLISH, NameCommands.PUBLISH)) {
      Reply nobody =
          run(spec, _ -> Reply.document(Map.of("Announced", 0, "Message", "nobody is there")));
      Reply some = run(spec, _ -> Reply.document(Map.of("Announced", 3)));

      assertThat(((Map<?, ?>) ((Reply.Document) nobody).json()).get("Message"))
          .isEqualTo("stored, and announced to nobody: " + RoutingOff.WHY);
      assertThat(((Reply.Document) some).json()).isEqualTo(Map.of("Announced", 3));
    }
  }

  @Test
  void whatNeedsNoRoutingIsAsItWas() throws Exception {
    List<Object> rows = new ArrayList<>();
    ((Reply.Rows) run(TrustCommands.LS, _ -> Reply.rows(out -> out.accept("row"))))
        .writeTo(rows::add);

    assertThat(rows).containsExactly("row");
  }
}
