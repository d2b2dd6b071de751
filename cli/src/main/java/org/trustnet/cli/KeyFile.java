package org.trustnet.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.cli.client.LocalFiles;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.terminal.Terminal;
import org.trustnet.multiformats.Printable;

/** A private key goes to a file that only its owner may read, never over another file. */
final class KeyFile {
  private KeyFile() {}

  /** Where {@code key export} writes to; a file is then named on {@code terminal}. */
  static ReplyTarget of(Invocation invocation, Terminal terminal, ReplyPrinter printer) {
    String output = invocation.global("--output").orElse("");
    if (output.equals(LocalFiles.STDIN)) {
      return printer::print;
    }
    return (Request request, Reply reply, boolean json) -> {
      Path file = output.isEmpty() ? named(request) : Path.of(output);
      write(file, reply);
      terminal.line(json ? Json.compact(Map.of("Path", file.toString())) : shown(file));
    };
  }

  private static String shown(Path file) {
    return Printable.escape(file.toString());
  }

  /** As in Kubo by key and form; Kubo lets keys have names that are no name of a file. */
  private static Path named(Request request) {
    String key = request.argument(0);
    if (key.startsWith(".") || key.contains("/") || key.contains("\\")) {
      throw OperationException.usage(
          "no file is named after the key " + Printable.quote(key) + "; name one with --output");
    }
    boolean pem = request.option("format").filter("pem-pkcs8-cleartext"::equals).isPresent();
    return Path.of(key + (pem ? ".pem" : ".key"));
  }

  private static void write(Path file, Reply reply) throws InterruptedException {
    if (!(reply instanceof Reply.Content content)) {
      throw OperationException.failed("the node did not send a key");
    }
    boolean done = false;
    try (OutputStream out = create(file)) {
      content.writeTo(out);
      done = true;
    } catch (FileAlreadyExistsException e) {
      done = true;
      throw OperationException.failed(file + " is there already; name another file with --output");
    } catch (IOException e) {
      throw OperationException.failed("cannot write " + file + ": " + RepositoryException.why(e));
    } finally {
      if (!done) {
        remove(file);
      }
    }
  }

  private static OutputStream create(Path file) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw OperationException.failed(
          "cannot remove the unfinished " + file + ": " + RepositoryException.why(e));
    }
  }
}
