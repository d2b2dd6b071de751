package org.trustnet.bootstrap.http;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request.Part;
import org.trustnet.bootstrap.operation.Request.PartKind;
import org.trustnet.multiformats.Printable;

/**
 * The files of a multipart body, one after the other, as Kubo's clients send them: names are
 * percent-encoded, folders have the type {@code application/x-directory}, symbolic links {@code
 * application/symlink}.
 */
final class MultipartBody implements Iterator<Part> {
  private static final String FOLDER = "application/x-directory";
  private static final String SYMLINK = "application/symlink";
  private static final String VALUE = "=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s\"]*))";
  private static final Pattern BOUNDARY =
      Pattern.compile("^multipart/form-data\\s*;.*?\\bboundary" + VALUE, Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE_NAME =
      Pattern.compile(";\\s*filename" + VALUE, Pattern.CASE_INSENSITIVE);

  private final MultipartReader reader;
  private @Nullable Part next;
  private boolean ended;

  /** Called on the event loop, before the request delivers anything. */
  MultipartBody(HttpServerRequest request) {
    this.reader =
        new MultipartReader(new QueueInputStream(request), boundary(request).orElseThrow());
  }

  /** Whether {@code request} has a body that this can read. */
  static boolean isIn(HttpServerRequest request) {
    return boundary(request).isPresent();
  }

  private static Optional<String> boundary(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return Optional.ofNullable(type)
        .flatMap(text -> value(BOUNDARY, text))
        .filter(text -> !text.isEmpty() && text.length() <= MultipartReader.MAX_BOUNDARY);
  }

  private static Optional<String> value(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    String quoted = found.group(1);
    return Optional.of(quoted == null ? found.group(2) : quoted.replaceAll("\\\\([\"\\\\])", "$1"));
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        Optional<Map<String, String>> head = reader.next();
        ended = head.isEmpty();
        next = head.map(this::part).orElse(null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return next != null;
  }

  @Override
  public Part next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Part part = java.util.Objects.requireNonNull(next);
    next = null;
    return part;
  }

  private Part part(Map<String, String> head) {
    String path =
        decoded(value(FILE_NAME, head.getOrDefault("content-disposition", "")).orElse(""));
    String type = head.getOrDefault("content-type", "");
    PartKind kind =
        switch (type) {
          case FOLDER -> PartKind.FOLDER;
          case SYMLINK -> PartKind.SYMLINK;
          default -> PartKind.FILE;
        };
    return new Part(path, kind, reader.content());
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OperationException.usage(
          "a file name that is not percent-encoded: " + Printable.quote(name));
    }
  }
}
