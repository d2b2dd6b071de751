package org.trustnet.bootstrap.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * A request whose multipart body has arrived in full, without a connection: Vert.x's interfaces as
 * far as {@link MultipartBody} and {@link QueueInputStream} use them. Anything else throws.
 */
final class SentRequest {
  private final Map<String, Handler<Object>> handlers = new HashMap<>();
  private final HttpServerRequest request =
      (HttpServerRequest) proxy(HttpServerRequest.class, fluent(handlers, Map.of()));

  HttpServerRequest request() {
    return request;
  }

  /** Delivers one file and the end of the request. */
  void file(String name, String type, byte[] content) {
    Map<String, Handler<Object>> ofFile = new HashMap<>();
    Object upload =
        proxy(
            HttpServerFileUpload.class,
            fluent(ofFile, Map.of("filename", name, "contentType", type)));
    handlers.get("uploadHandler").handle(upload);
    ofFile.get("handler").handle(Buffer.buffer(content));
    ofFile.get("endHandler").handle(null);
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
        case "pause", "resume", "fetch", "setExpectMultipart" -> proxy;
        default -> throw new UnsupportedOperationException(name);
      };
    };
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
