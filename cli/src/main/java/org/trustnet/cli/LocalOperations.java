package org.trustnet.cli;

import org.trustnet.bootstrap.operation.Operations;

/** The operations that need nothing but their arguments. */
@FunctionalInterface
public interface LocalOperations {
  /** Them; cheap to make, because each start of the program does. */
  Operations operations();
}
