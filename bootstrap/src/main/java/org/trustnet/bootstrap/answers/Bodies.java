package org.trustnet.bootstrap.answers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.multiformats.Bytes;

/** Reads what came with a request. */
final class Bodies {
  private Bodies() {}

  /** The one file of the request, which may have {@code maxBytes} bytes. */
  static Bytes whole(Request request, int maxBytes) {
    if (!request.files().hasNext()) {
      throw OperationException.usage(request.spec().path() + " needs a file");
    }
    try (InputStream in = request.files().next().content()) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw OperationException.failed("the file is longer than " + maxBytes + " bytes");
      }
      return Bytes.wrap(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
