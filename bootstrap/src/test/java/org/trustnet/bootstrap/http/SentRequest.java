package org.trustnet.bootstrap.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A request whose multipart body has arrived in full, without a connection: Vert.x's interfaces as
 * far as {@link MultipartBody} and {@link QueueInputStream} use them. Anything else throws.
 */
final class SentRequest {
  private final Map<String, Handler<Object>> handlers = new HashMap<>();
  private final HttpServerRequest request;

  SentRequest(String boundary) {
    String type = "multipart/form-data; boundary=" + boundary;
    Map<String, Object> answers = Map.of("getHeader", type);
    request = (HttpServerRequest) proxy(HttpServerRequest.class, fluent(handlers, answers));
  }

  HttpServerRequest request() {
    return request;
  }

  /** A body of one file. */
  static byte[] file(String boundary, String name, String type, String content) {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s"
            .formatted(boundary, name, type);
    return (head + "\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Delivers the body in two pieces, cut at {@code cut}, and the end of the request. */
  void body(byte[] bytes, int cut) {
    Buffer all = Buffer.buffer(bytes);
    handlers.get("handler").handle(all.getBuffer(0, cut));
    handlers.get("handler").handle(all.getBuffer(cut, bytes.length));
    handlers.get("endHandler").handle(null);
  }

  /** Keeps handlers, returns answers, and itself from what only changes the flow. */
  @SuppressWarnings("unchecked") // the parameter of each method that ends in "andler"
  private static InvocationHandler fluent(
      Map<String, Handler<Object>> handlers, Map<String, Object> answers) {
    return (proxy, method, arguments) -> {
      String name = method.getName();
      if (answers.containsKey(name)) {
        return answers.get(name);
      }
      if (name.endsWith("andler")) {
        handlers.put(name, (Handler<Object>) arguments[0]);
        return proxy;
      }
      return switch (name) {
        case "pause", "fetch" -> proxy;
        default -> throw new UnsupportedOperationException(name);
      };
    };
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
