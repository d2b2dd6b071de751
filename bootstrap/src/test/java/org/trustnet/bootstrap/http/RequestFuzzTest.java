package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.config.ApiAuthorization;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request.Part;

/** What a caller of the RPC sends is answered or refused with a reason, whatever it is. */
final class RequestFuzzTest {
  private static final String BOUNDARY = "a-boundary-that-no-file-contains";
  private static final String TOKEN = "t0ken";
  private static final RpcGuard GUARD =
      new RpcGuard(
          TOKEN, Map.of("some", new ApiAuthorization("bearer:swarm", List.of("/api/v0/swarm"))));

  /** Lines: path, host, origin, referer, authorization; a missing one is a missing header. */
  @FuzzTest
  void admitsOnlyLocalCallersWithAToken(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 6);
    RpcGuard.Head head =
        new RpcGuard.Head(lines[0], at(lines, 1), at(lines, 2), at(lines, 3), at(lines, 4));
    Optional<RpcGuard.Refusal> refusal = GUARD.judge(head);
    if (refusal.isPresent()) {
      assertThat(refusal.get().status()).isIn(401, 403);
      assertThat(refusal.get().message()).isNotBlank();
    } else {
      assertThat(head.host()).matches("(?i)(localhost|127\\.[0-9.]+|\\[::1\\])(:[0-9]{1,5})?");
      assertThat(head.authorization()).matches("(?is)bearer .*(" + TOKEN + "|swarm)\\s*");
      assertThat(
              head.authorization().contains(TOKEN)
                  || head.path().startsWith("/api/v0/swarm")
                  || head.path().equals("/api/v0/version"))
          .isTrue();
      assertThat(head.origin() == null || head.origin().contains("//")).isTrue();
    }
  }

  /** Lines: the file's name, its type; then its content. Sent in two pieces. */
  @FuzzTest
  void takesAnyFileOrRefusesItsName(byte[] input) throws Exception {
    String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 3);
    String content = lines.length > 2 ? lines[2] : "";
    String type = lines.length > 1 ? lines[1] : "";
    byte[] body = SentRequest.file(BOUNDARY, lines[0], type, content);
    boolean cuts = content.contains(BOUNDARY) || (lines[0] + type).contains("\r");
    try {
      Part part = parts(body, input.length % body.length).getFirst();
      assertThat(cuts || part.path().length() <= lines[0].length()).isTrue();
    } catch (OperationException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").doesNotContain("\u0000");
    } catch (IOException e) {
      assertThat(cuts || body.length > MultipartReader.MAX_HEAD).as(e.getMessage()).isTrue();
    }
  }

  /** A body as it comes, of the boundary {@code b}. */
  @FuzzTest
  void readsAnyUploadOrRefusesIt(byte[] input) {
    try {
      assertThat(parts(input, input.length / 2)).hasSizeLessThanOrEqualTo(input.length);
    } catch (OperationException | IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static List<Part> parts(byte[] body, int cut) throws IOException {
    String first = new String(body, StandardCharsets.ISO_8859_1);
    SentRequest sent = new SentRequest(first.startsWith("--" + BOUNDARY) ? BOUNDARY : "b");
    MultipartBody read = new MultipartBody(sent.request());
    sent.body(body, cut);
    List<Part> parts = new ArrayList<>();
    try {
      while (read.hasNext()) {
        Part part = read.next();
        assertThat(part.content().readAllBytes().length).isLessThanOrEqualTo(body.length);
        parts.add(part);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return parts;
  }

  private static String at(String[] lines, int index) {
    return index < lines.length ? lines[index] : null;
  }
}
