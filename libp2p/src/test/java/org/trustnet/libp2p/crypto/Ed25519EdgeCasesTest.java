package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trustnet.multiformats.Bytes;

/** Every provider must give one verdict on the inputs that implementations differ on. */
class Ed25519EdgeCasesTest {
  /**
   * Only case 3 holds: a key and an R with a small-order part, neither of small order, which
   * satisfy the equation without the cofactor. 0 to 2 have a small-order key or R; 4 and 5 satisfy
   * the equation with the cofactor only; in 6 and 7 s is not reduced; 8 to 11 have an R or a key in
   * non-canonical form.
   */
  private static final int VALID = 3;

  static Stream<Curves> providers() {
    return Stream.of(new BouncyCastleCurves(), ConscryptCurves.load().orElseThrow());
  }

  static Stream<Arguments> providersAndCases() {
    List<String> lines = Vectors.lines("ed25519-speccheck/cases.txt");
    return providers()
        .flatMap(
            curves ->
                IntStream.range(0, lines.size())
                    .mapToObj(i -> Arguments.of(curves, i, lines.get(i))));
  }

  @ParameterizedTest(name = "{0} case {1}")
  @MethodSource("providersAndCases")
  void allProvidersGiveTheSameVerdict(Curves curves, int number, String line) {
    String[] words = line.split(" ");
    assertThat(
            new Ed25519Scheme(curves)
                .verify(Bytes.hex(words[1]), Bytes.hex(words[0]), Bytes.hex(words[2])))
        .isEqualTo(number == VALID);
  }
}
