package org.trustnet.bootstrap.answers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Printable;

/** Reads what came with a request. */
final class Bodies {
  private Bodies() {}

  /**
   * A file that came with a request.
   *
   * @param name as its sender calls it, escaped; {@code -} for standard input
   * @param content its bytes
   */
  record Named(String name, Bytes content) {}

  /** The one file of the request, which may have {@code maxBytes} bytes. */
  static Bytes whole(Request request, int maxBytes) {
    return named(request, maxBytes).content();
  }

  /** The one file of the request with its name; it may have {@code maxBytes} bytes. */
  static Named named(Request request, int maxBytes) {
    if (!request.files().hasNext()) {
      throw OperationException.usage(request.spec().path() + " needs a file");
    }
    Request.Part part = request.files().next();
    String name = part.path().isEmpty() ? "-" : Printable.escape(part.path());
    if (part.kind() != Request.PartKind.FILE) {
      throw OperationException.usage(
          request.spec().path() + " needs a file, which " + name + " is not");
    }
    try (InputStream in = part.content()) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw OperationException.failed(name + " is longer than " + maxBytes + " bytes");
      }
      return new Named(name, Bytes.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
