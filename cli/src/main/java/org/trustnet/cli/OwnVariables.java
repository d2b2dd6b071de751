package org.trustnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.config.Variables;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;

/**
 * What {@code config check} says of the variables that the command itself was started with: a
 * running node, which answers the rest, has others. Pure.
 */
final class OwnVariables {
  private OwnVariables() {}

  /**
   * The node's answer, and what there is to say of ours below.
   *
   * @param environment the variables of this process
   * @throws OperationException naming every variable of ours that is wrong
   */
  static Reply added(Reply ofNode, Map<String, String> environment) {
    List<String> faults = Variables.faults(environment);
    if (!faults.isEmpty()) {
      throw new OperationException(
          OperationException.Kind.FAILED,
          "the environment of this command has %d %s, though not that of the running node"
              .formatted(faults.size(), faults.size() == 1 ? "fault" : "faults"),
          faults);
    }
    if (!(ofNode instanceof Reply.Document(Map<?, ?> document))
        || !(document.get("Strings") instanceof List<?> told)) {
      return ofNode;
    }
    List<Object> lines = new ArrayList<>(told);
    Variables.overridden(environment)
        .forEach(
            key ->
                lines.add(
                    key.variable()
                        + " of this command would override "
                        + key.path()
                        + " in a node started with it"));
    return Reply.document(Map.of("Strings", lines));
  }
}
