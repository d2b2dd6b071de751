package org.trustnet.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.trustnet.bootstrap.config.ConfigType;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationException.Kind;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.json.JsonFault;

/** Asks a running node. One call at a time, on the caller's thread. */
public final class RpcClient implements AutoCloseable {
  /** Longest body of an error that is read, in bytes: a line and its details. */
  public static final int MAX_ERROR = 1 << 20;

  private static final int BOUNDARY_BYTES = 20;

  private final RpcAddress address;
  private final HttpConnection connection;
  private final AtomicReference<@Nullable RuntimeException> uploadFault = new AtomicReference<>();
  private volatile boolean cutShort;

  private RpcClient(RpcAddress address, HttpConnection connection) {
    this.address = address;
    this.connection = connection;
  }

  /**
   * Connects to the node whose RPC listens at {@code address}; empty if nobody listens there.
   *
   * @throws InterruptedException if the user broke it off
   */
  public static Optional<RpcClient> connect(RpcAddress address) throws InterruptedException {
    try {
      return Optional.of(new RpcClient(address, HttpConnection.open(address)));
    } catch (ClosedByInterruptException e) {
      throw interrupted();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether who listens there is a node that knows {@code token}, which is not sent. To be asked
   * once, before {@link #call}, which then goes to the same process, on the same connection.
   *
   * @throws InterruptedException if the user broke it off
   */
  public boolean knows(String token) throws InterruptedException {
    return new NodeProof(address, token, NodeProof.PATIENCE).isGivenOn(connection);
  }

  /**
   * Sends {@code request}. What comes in pieces is read when the reply is written.
   *
   * @throws OperationException if the node refuses it, or the connection breaks off
   */
  public Reply call(Request request, String token) throws InterruptedException {
    try {
      boolean body = request.spec().body() != Body.NONE;
      String boundary = body ? boundary() : "";
      sendHead(request, token, boundary);
      if (body) {
        startUpload(request, boundary);
      }
      HttpHead head = connection.head();
      return reply(head, connection.body(head));
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** A line that nobody who wrote one of the files could foresee. */
  private static String boundary() {
    byte[] bytes = new byte[BOUNDARY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void sendHead(Request request, String token, String boundary) throws IOException {
    StringBuilder head = new StringBuilder("POST ").append(target(request)).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(address.host()).append("\r\n");
    head.append("Authorization: Bearer ").append(token).append("\r\n");
    head.append("Trustnet-Caller: ").append(encoded(request.caller())).append("\r\n");
    head.append("User-Agent: trustnet\r\nConnection: close\r\n");
    if (boundary.isEmpty()) {
      head.append("Content-Length: 0\r\n");
    } else {
      head.append("Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=");
      head.append(boundary).append("\r\n");
    }
    head.append("\r\n");
    connection.out().write(head.toString().getBytes(StandardCharsets.US_ASCII));
    connection.out().flush();
  }

  private static String target(Request request) {
    StringBuilder target = new StringBuilder("/api/v0/").append(request.spec().path());
    target.append("?encoding=json&stream-channels=true");
    request.arguments().forEach(argument -> target.append("&arg=").append(encoded(argument)));
    for (Map.Entry<String, String> option : request.options().entrySet()) {
      target.append('&').append(encoded(option.getKey()));
      target.append('=').append(encoded(option.getValue()));
    }
    if (request.isLocal()) {
      target.append("&offline=true");
    }
    request
        .terms()
        .timeLimit()
        .ifPresent(limit -> target.append("&timeout=").append(limited(limit)));
    return target.toString();
  }

  /** A limit as the node reads it; one below a millisecond as that. */
  private static String limited(Duration limit) {
    return limit.toMillis() == 0 ? "1ms" : ConfigType.formatDuration(limit);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Sends the files from another thread, so that answers are read while they go. */
  private void startUpload(Request request, String boundary) {
    Thread.ofVirtual().name("upload").start(() -> upload(request, boundary));
  }

  private void upload(Request request, String boundary) {
    try {
      new MultipartUpload(connection.out(), boundary).write(request.files());
    } catch (RuntimeException e) {
      uploadFault.set(e);
      closeQuietly();
    } catch (IOException e) {
      cutShort = true; // the answer, or that the node is gone, is what the reading side sees
    }
  }

  private Reply reply(HttpHead head, InputStream body) throws IOException {
    if (head.status() != 200) {
      throw error(head.status(), body);
    }
    if (head.field("x-stream-output").isPresent()) {
      return Reply.content(out -> copy(body, out));
    }
    if (head.field("x-chunked-output").isPresent()) {
      return Reply.rows(out -> rows(body, out));
    }
    return Reply.document(document(body));
  }

  private Object document(InputStream body) {
    try (Json json = Json.reader(body)) {
      return json.next().orElse(Map.of());
    } catch (JsonFault e) {
      throw fault(e.getMessage());
    }
  }

  private void rows(InputStream body, Consumer<Object> out) throws InterruptedException {
    try (Json json = Json.reader(body)) {
      for (Optional<Object> row = json.next(); row.isPresent(); row = json.next()) {
        out.accept(row.get());
      }
      checkTrailer(body);
    } catch (JsonFault e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      throw fault(e.getMessage());
    }
  }

  private void copy(InputStream body, OutputStream out) throws IOException, InterruptedException {
    byte[] piece = new byte[64 * 1_024];
    while (true) {
      int count;
      try {
        count = body.read(piece);
      } catch (IOException e) {
        throw broken(e);
      }
      if (count < 0) {
        break;
      }
      out.write(piece, 0, count);
    }
    checkTrailer(body);
  }

  private static void checkTrailer(InputStream body) {
    if (body instanceof ChunkedInputStream chunks) {
      String error = chunks.trailer().get("x-stream-error");
      if (error != null) {
        throw OperationException.failed(error);
      }
    }
  }

  private OperationException error(int status, InputStream body) throws IOException {
    String text = new String(body.readNBytes(MAX_ERROR), StandardCharsets.UTF_8).strip();
    if (status == 401) {
      return OperationException.refused(
          "the node at "
              + address.multiaddr()
              + " does not accept our token; point --repo to the node's own repository");
    }
    try {
      if (Json.parse(text) instanceof Map<?, ?> map && map.get("Message") instanceof String line) {
        return new OperationException(kind(map), line, details(map), agreement(map));
      }
    } catch (JsonFault e) {
      return plain(status, text);
    }
    return plain(status, text);
  }

  private static OperationException plain(int status, String text) {
    Kind kind = status == 403 ? Kind.REFUSED : Kind.FAILED;
    return new OperationException(kind, text.isEmpty() ? "the node answers " + status : text);
  }

  private static Kind kind(Map<?, ?> error) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(error.get("Kind"))) {
        return kind;
      }
    }
    return Kind.FAILED;
  }

  private static List<String> details(Map<?, ?> error) {
    return error.get("Details") instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Map<String, String> agreement(Map<?, ?> error) {
    Map<String, String> options = new LinkedHashMap<>();
    if (error.get("Options") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> options.put(String.valueOf(name), String.valueOf(value)));
    }
    return options;
  }

  private RuntimeException broken(IOException e) throws InterruptedException {
    if (e instanceof ClosedByInterruptException || Thread.interrupted()) {
      throw interrupted();
    }
    String closed = cutShort ? "it stopped reading the files" : "it closed the connection";
    return fault(e instanceof EOFException ? closed : e.getMessage());
  }

  private RuntimeException fault(@Nullable String why) {
    RuntimeException upload = uploadFault.get();
    return upload != null
        ? upload
        : OperationException.failed(
            "the answer of the node at "
                + address.multiaddr()
                + " broke off: "
                + why
                + "; see the node's log");
  }

  private static InterruptedException interrupted() {
    return new InterruptedException("broken off");
  }

  private void closeQuietly() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket did not close", e);
    }
  }

  @Override
  public void close() {
    closeQuietly();
  }
}
