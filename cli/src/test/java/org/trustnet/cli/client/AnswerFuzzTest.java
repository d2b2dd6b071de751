package org.trustnet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.trustnet.bootstrap.operation.OperationException;

/** Whatever answers in place of a node, it is read or refused with an {@link IOException}. */
final class AnswerFuzzTest {
  @FuzzTest
  void readsHeads(byte[] input) {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    try {
      HttpHead head = HttpHead.read(in);
      assertThat(head.status()).isBetween(200, 999);
      assertThat(head.fields().keySet()).allMatch(name -> name.equals(name.toLowerCase()));
      assertThat(head.fields().values()).allMatch(value -> value.equals(value.strip()));
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @FuzzTest
  void readsBodiesInChunks(byte[] input) {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    try (ChunkedInputStream body = new ChunkedInputStream(in)) {
      byte[] content = body.readAllBytes();
      assertThat(content.length).isLessThan(input.length);
      assertThat(body.read()).isEqualTo(-1);
      byte[] rest = in.readAllBytes();
      assertThat(readAgain(content, rest)).isEqualTo(content);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** The body in a single chunk; what follows it must be left alone. */
  private static byte[] readAgain(byte[] content, byte[] rest) throws IOException {
    String head = content.length == 0 ? "" : Integer.toHexString(content.length) + "\r\n";
    String tail = content.length == 0 ? "0\r\n\r\n" : "\r\n0\r\n\r\n";
    byte[] framed =
        concat(
            head.getBytes(StandardCharsets.US_ASCII),
            content,
            tail.getBytes(StandardCharsets.US_ASCII),
            rest);
    ByteArrayInputStream in = new ByteArrayInputStream(framed);
    byte[] again = new ChunkedInputStream(in).readAllBytes();
    assertThat(in.readAllBytes()).isEqualTo(rest);
    return again;
  }

  private static byte[] concat(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Only literals and sockets, so that no name is looked up. */
  @FuzzTest
  void readsTheAddressOfTheApi(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (String address : new String[] {"/ip4/127.0.0.1/tcp/" + text, "/unix/" + text}) {
      try {
        assertThat(RpcAddress.parse(address).multiaddr()).isEqualTo(address);
      } catch (OperationException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
