package org.trustnet.bootstrap.node;

import java.nio.file.Path;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.testkit.crash.Acknowledgements;

/** Makes repositories, each in a folder of its own, until it is killed. */
final class CreatingProgram {
  private static final int MOST = 1_000;

  private CreatingProgram() {}

  /** Arguments: the folder of the folders. Says the peer ID of each that is made. */
  public static void main(String[] arguments) {
    Acknowledgements acknowledgements = new Acknowledgements();
    for (int number = 0; number < MOST; number++) {
      acknowledgements.say(
          NewRepository.create(folder(arguments[0], number), profile(number), machine()));
    }
  }

  static Path folder(String all, int number) {
    return Path.of(all).resolve("repository-" + number);
  }

  static Profile profile(int number) {
    return number % 2 == 0 ? Profile.TEST : Profile.SERVER;
  }

  private static Surroundings machine() {
    return Surroundings.ofTheMachine();
  }
}
