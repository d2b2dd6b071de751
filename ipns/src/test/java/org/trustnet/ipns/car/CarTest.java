package org.trustnet.ipns.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.Vectors;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Varint;

final class CarTest {
  private static List<Block> blocks(CarReader reader) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Optional<Block> b = reader.next(); b.isPresent(); b = reader.next()) {
      blocks.add(b.get());
    }
    return blocks;
  }

  private static CarReader open(Bytes car) throws IOException {
    return CarReader.open(new ByteArrayInputStream(car.toArray()));
  }

  @Test
  void writesTheCarThatKuboWrote() throws IOException {
    Bytes theirs = Vectors.bytes("kubo/directory-v1.car");
    CarReader reader = open(theirs);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = CarWriter.open(out, reader.roots());
    List<Block> blocks = blocks(reader);
    for (Block block : blocks) {
      writer.write(block);
    }
    assertThat(blocks).hasSizeGreaterThan(8);
    assertThat(Bytes.wrap(out.toByteArray())).isEqualTo(theirs);
  }

  @Test
  void refusesACutOffCarUnlessTheCutIsBetweenBlocks() throws IOException {
    Bytes car = Vectors.bytes("kubo/directory-v1.car").slice(0, 400);
    int whole = 0;
    for (int length = 0; length < car.length(); length++) {
      Bytes cut = car.slice(0, length);
      try {
        blocks(open(cut));
        whole++;
      } catch (MalformedCarException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
    assertThat(whole).isBetween(1, 6);
  }

  @Test
  void refusesABlockThatIsNotItsCids() {
    byte[] car = Vectors.bytes("kubo/directory-v1.car").toArray();
    car[car.length - 1] ^= 1;
    assertThatThrownBy(() -> blocks(open(Bytes.wrap(car))))
        .isInstanceOf(MalformedCarException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01a0",
        "0ba16776657273696f6e01",
        "11a265726f6f7473806776657273696f6e02",
        "8080808080808001",
        "ffffffffff",
        "818002",
        "12a265726f6f747381016776657273696f6e01"
      })
  void refusesWhatIsNoHeader(String hex) {
    assertThatThrownBy(() -> open(Bytes.hex(hex))).isInstanceOf(MalformedCarException.class);
  }

  @Test
  void readsACarWithoutRootsOrBlocks() throws IOException {
    CarReader reader = open(Bytes.hex("11a265726f6f7473806776657273696f6e01"));
    assertThat(reader.roots()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void takesSectionsOfTheLimitAndRefusesLongerOnes() throws IOException {
    Bytes header = Bytes.hex("11a265726f6f7473806776657273696f6e01");
    assertThatThrownBy(
            () ->
                open(Bytes.concat(
                        header,
                        Varint.encode(CarReader.MAX_SECTION_BYTES + 1),
                        Bytes.wrap(new byte[CarReader.MAX_SECTION_BYTES + 1])))
                    .next())
        .hasMessageContaining("at most");
    Block largest = Block.hashing(1, Cid.RAW, Bytes.wrap(new byte[Block.MAX_BYTES]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter.open(out, List.of()).write(largest);
    assertThat(open(Bytes.wrap(out.toByteArray())).next()).contains(largest);
  }

  /** A header with as many bytes that nobody reads as make it this long. */
  private static Bytes header(int length) {
    // {"pad": bytes, "roots": [], "version": 1}; the length of the bytes takes two of its own.
    Bytes before = Bytes.hex("a36370616459");
    Bytes after = Bytes.hex("65726f6f7473806776657273696f6e01");
    int padding = length - before.length() - 2 - after.length();
    Bytes size = Bytes.wrap(new byte[] {(byte) (padding >> 8), (byte) padding});
    return Bytes.concat(before, size, Bytes.wrap(new byte[padding]), after);
  }

  @Test
  void readsAHeaderOfTheLimitAndRefusesALongerOne() throws IOException {
    int most = CarReader.MAX_HEADER_BYTES;
    assertThat(header(most).length()).isEqualTo(most);
    assertThat(open(Bytes.concat(Varint.encode(most), header(most))).roots()).isEmpty();

    Bytes longer = Bytes.concat(Varint.encode(most + 1), header(most + 1));
    assertThatThrownBy(() -> open(longer))
        .isInstanceOf(MalformedCarException.class)
        .hasMessageContaining("at most " + most);
  }

  @Test
  void readsALengthOfAsManyBytesAsTheLimitAndRefusesALongerOne() throws IOException {
    Bytes header = Bytes.hex("a265726f6f7473806776657273696f6e01");
    assertThat(open(Bytes.concat(Bytes.hex("9180808000"), header)).roots()).isEmpty();

    Bytes longer = Bytes.concat(Bytes.hex("918080808000"), header);
    assertThatThrownBy(() -> open(longer))
        .isInstanceOf(MalformedCarException.class)
        .hasMessageContaining("too long");
  }
}
