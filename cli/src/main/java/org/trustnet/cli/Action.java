package org.trustnet.cli;

import org.trustnet.bootstrap.operation.OperationSpec;

/** What a command of the table does. */
sealed interface Action {
  /** Asks for an operation. */
  record Call(OperationSpec spec) implements Action {}

  /** Something of the command line's own. */
  record Own(OwnCommand command) implements Action {}

  /** Nothing by itself: it has commands below it. */
  record Group() implements Action {}

  /** The command line's own commands. */
  enum OwnCommand {
    INIT,
    RUN,
    DEMO,
    COMPLETION
  }
}
