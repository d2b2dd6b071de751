package org.trustnet.bootstrap.repo;

import java.nio.file.Path;
import org.trustnet.testkit.crash.Acknowledgements;

/** Another process that looks whether a repository is held. */
final class LookingProgram {
  static final String HELD = "held";
  static final String FREE = "free";

  private LookingProgram() {}

  /** Arguments: the repository. Says {@link #HELD} or {@link #FREE}. */
  public static void main(String[] arguments) {
    new Acknowledgements().say(Repository.isHeld(Path.of(arguments[0])) ? HELD : FREE);
  }
}
