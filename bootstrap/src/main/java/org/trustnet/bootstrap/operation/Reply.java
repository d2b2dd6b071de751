package org.trustnet.bootstrap.operation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** What an operation answers. JSON values are String, Number, Boolean, List, Map or null. */
public sealed interface Reply {
  /** One JSON document. */
  record Document(Object json) implements Reply {}

  /** A sequence of JSON documents, sent as they come. */
  @FunctionalInterface
  non-sealed interface Rows extends Reply {
    /** Gives each row to {@code out}, which blocks while the reader is slow. */
    void writeTo(Consumer<Object> out) throws InterruptedException;
  }

  /** Raw bytes, sent as they come. */
  @FunctionalInterface
  non-sealed interface Content extends Reply {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  static Reply document(Object json) {
    return new Document(json);
  }

  static Reply rows(Rows rows) {
    return rows;
  }

  static Reply content(Content content) {
    return content;
  }
}
