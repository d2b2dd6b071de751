package org.trustnet.bootstrap.http;

import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request.Part;
import org.trustnet.multiformats.Printable;

/**
 * The files of a multipart body, one after the other, as Kubo's clients send them: names are
 * percent-encoded, folders have the type {@code application/x-directory}.
 */
final class MultipartBody implements Iterator<Part> {
  private static final String FOLDER = "application/x-directory";
  private static final String SYMLINK = "application/symlink";

  private sealed interface Event {
    record File(String name, String type, InputStream content) implements Event {}

    record End() implements Event {}

    record Failed(Throwable cause) implements Event {}
  }

  /**
   * Most parts that wait. A part that begins pauses the request, but all of the piece that was
   * being read is delivered: a piece of 8 KiB holds at most 150 parts, and a second piece may be on
   * its way when the request is resumed.
   */
  static final int MAX_WAITING = 1_024;

  /** Most parts of one upload: a folder of a million files. */
  static final int MAX_PARTS = 1_000_000;

  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_WAITING);

  private final HttpServerRequest request;
  private @Nullable Part next;
  private @Nullable InputStream open;
  private boolean ended;

  /** Called on the event loop, before the request delivers anything. */
  MultipartBody(HttpServerRequest request) {
    this.request = request;
    request.setExpectMultipart(true);
    request.uploadHandler(this::onUpload);
    request.endHandler(_ -> put(new Event.End()));
    request.exceptionHandler(cause -> put(new Event.Failed(cause)));
    request.pause();
  }

  /** Whether {@code request} has a body that this can read. */
  static boolean isIn(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && type.startsWith("multipart/form-data"); // as Vert.x compares it
  }

  private void onUpload(HttpServerFileUpload upload) {
    request.pause();
    put(new Event.File(upload.filename(), upload.contentType(), new QueueInputStream(upload)));
  }

  private void put(Event event) {
    if (!events.offer(event)) {
      request.connection().close();
    }
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        drain();
        advance();
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

  private void drain() throws IOException {
    if (open != null) {
      open.transferTo(java.io.OutputStream.nullOutputStream());
      open = null;
    }
  }

  /** Lets more come, unless it is here already. */
  private void resume() {
    if (events.isEmpty()) {
      request.resume();
    }
  }

  private void advance() throws IOException {
    resume();
    try {
      Event event = events.poll(QueueInputStream.READ_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      switch (event) {
        case null -> throw new IOException("the sender stopped sending");
        case Event.End() -> ended = true;
        case Event.Failed(Throwable cause) -> throw new IOException("the body broke off", cause);
        case Event.File(String name, String type, InputStream content) -> {
          open = content;
          resume();
          String path = decoded(name);
          if (SYMLINK.equals(type)) {
            throw OperationException.usage(
                "symbolic links are not stored: "
                    + Printable.quote(path)
                    + "; leave it out, or follow it with --dereference-symlinks");
          }
          next = new Part(path, FOLDER.equals(type), content);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading a body", e);
    }
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
