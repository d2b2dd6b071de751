package org.trustnet.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FuzzTargetTest {
  private static final List<String> RAN = new ArrayList<>();

  @Test
  void findsAndRunsTheMethodsThatTakeBytes() throws Throwable {
    RAN.clear();
    List<FuzzTarget> targets = FuzzTarget.of(Two.class);
    assertThat(targets).extracting(FuzzTarget::name).containsExactly("first", "second");
    for (FuzzTarget target : targets) {
      target.run(new byte[3]);
    }
    assertThat(RAN).containsExactly("first 3", "second 3");
  }

  @Test
  void passesOnWhatATargetThrows() throws ReflectiveOperationException {
    FuzzTarget target = FuzzTarget.of(Failing.class).getFirst();
    assertThatThrownBy(() -> target.run(new byte[0])).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void refusesAClassWithoutTargets() {
    assertThatThrownBy(() -> FuzzTarget.of(None.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("None");
  }

  static final class Two {
    void second(byte[] input) {
      RAN.add("second " + input.length);
    }

    void first(byte[] input) {
      RAN.add("first " + input.length);
    }

    void noTarget(String text) {
      RAN.add(text);
    }

    static void aided(byte[] input) {
      RAN.add("aided " + input.length);
    }
  }

  static final class Failing {
    void divides(byte[] input) {
      RAN.add("" + 1 / input.length);
    }
  }

  static final class None {
    void noTarget(String text) {
      RAN.add(text);
    }
  }
}
