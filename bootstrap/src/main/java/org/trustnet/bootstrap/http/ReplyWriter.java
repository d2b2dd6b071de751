package org.trustnet.bootstrap.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.multiformats.Printable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes replies in the form that Kubo's clients read. On a virtual thread; waits for the reader.
 */
final class ReplyWriter {
  /** How long the reader may leave one piece unread before the answer is broken off. */
  static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);

  private static final int PIECE = 64 * 1_024;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServerResponse response;
  private final Duration patience;

  /**
   * @param patience how long the reader may leave one piece unread
   */
  ReplyWriter(HttpServerResponse response, Duration patience) {
    this.response = response;
    this.patience = patience;
  }

  /**
   * Writes all of {@code reply} and ends the response.
   *
   * @throws CallerGoneException if the caller takes no more of it; what rows throw has it as cause
   * @throws IOException what the content throws
   */
  void write(Reply reply) throws IOException, InterruptedException {
    switch (reply) {
      case Reply.Document(Object json) -> {
        response.putHeader("Content-Type", "application/json");
        await(response.end(Buffer.buffer(JSON.writeValueAsBytes(json)).appendByte((byte) '\n')));
      }
      case Reply.Rows rows -> {
        startStream("application/json", "X-Chunked-Output");
        rows.writeTo(this::writeRow);
        await(response.end());
      }
      case Reply.Content content -> {
        startStream("text/plain", "X-Stream-Output");
        try (OutputStream out = new BufferedOutputStream(new ResponseStream(), PIECE)) {
          content.writeTo(out);
        }
        await(response.end());
      }
    }
  }

  /**
   * Writes an error: as a status and a body, or, within a stream that began, by breaking it off.
   */
  void writeError(int status, OperationException error) throws CallerGoneException {
    if (response.headWritten()) {
      response.putTrailer("X-Stream-Error", field(String.valueOf(error.getMessage())));
      await(response.end());
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Message", error.getMessage());
    body.put("Code", 0);
    body.put("Type", "error");
    body.put("ExitCode", error.kind().exitCode());
    body.put("Kind", error.kind().name());
    body.put("Details", error.details());
    if (!error.agreement().isEmpty()) {
      body.put("Options", error.agreement());
    }
    response.setStatusCode(status).putHeader("Content-Type", "application/json");
    await(response.end(Buffer.buffer(JSON.writeValueAsBytes(body)).appendByte((byte) '\n')));
  }

  /**
   * A text as the value of a field, RFC 9110 section 5.5: on one line, whatever a stranger's name
   * in it says, and in UTF-8, whose bytes Vert.x writes as it finds them.
   */
  private static String field(String text) {
    byte[] bytes = Printable.escape(text).getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void startStream(String type, String header) {
    response
        .setChunked(true)
        .putHeader("Content-Type", type)
        .putHeader(header, "1")
        .putHeader("Trailer", "X-Stream-Error");
  }

  private void writeRow(Object json) {
    try {
      await(response.write(Buffer.buffer(JSON.writeValueAsBytes(json)).appendByte((byte) '\n')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(Future<?> written) throws CallerGoneException {
    try {
      written
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallerGoneException("interrupted while answering", e);
    } catch (TimeoutException e) {
      throw new CallerGoneException("the reader of the answer stopped reading", e);
    } catch (ExecutionException e) {
      throw new CallerGoneException("the reader of the answer is gone", e.getCause());
    }
  }

  /** The response as a stream of bytes. */
  private final class ResponseStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      await(response.write(Buffer.buffer(new byte[] {(byte) b})));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      await(response.write(Buffer.buffer().appendBytes(bytes, offset, length)));
    }
  }
}
