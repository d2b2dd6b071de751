package org.trustnet.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.cli.json.Json;
import org.trustnet.cli.render.Fields;
import org.trustnet.cli.render.Renderer;
import org.trustnet.cli.render.Renderers;
import org.trustnet.cli.render.Sheet;
import org.trustnet.cli.terminal.Progress;
import org.trustnet.cli.terminal.Terminal;
import org.trustnet.multiformats.Bytes;

/** Shows an answer in the form that was asked for, as it comes. */
final class ReplyPrinter {
  private static final int PIECE = 64 * 1_024;

  private final Terminal terminal;
  private final Progress progress;

  ReplyPrinter(Terminal terminal, Progress progress) {
    this.terminal = terminal;
    this.progress = progress;
  }

  /** Shows {@code reply} to {@code request}. */
  void print(Request request, Reply reply, boolean json) throws InterruptedException {
    Renderer renderer = Renderers.of(request.spec());
    Sheet sheet = new TerminalSheet(request);
    switch (reply) {
      case Reply.Document(Object document) -> show(document, renderer, sheet, json);
      case Reply.Rows rows -> show(rows, renderer, sheet, json);
      case Reply.Content content -> copy(content);
    }
    if (!json) {
      sheet.end();
    }
  }

  private void show(Object document, Renderer renderer, Sheet sheet, boolean json) {
    if (json) {
      sheet.line(Json.compact(document));
    } else {
      renderer.show(new Fields(document), sheet);
    }
  }

  /** Rows as they come; an answer without rows is an empty list to who reads JSON. */
  private void show(Reply.Rows rows, Renderer renderer, Sheet sheet, boolean json)
      throws InterruptedException {
    AtomicBoolean any = new AtomicBoolean();
    rows.writeTo(
        row -> {
          any.set(true);
          show(row, renderer, sheet, json);
        });
    if (json && !any.get()) {
      sheet.line("[]");
    }
  }

  private void copy(Reply.Content content) throws InterruptedException {
    try {
      OutputStream out = new BufferedOutputStream(new Clearing(), PIECE);
      content.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Standard output, before which the progress goes away. */
  private final class Clearing extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      progress.clear();
      terminal.out().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      progress.clear();
      terminal.out().write(bytes, offset, length);
    }
  }

  private final class TerminalSheet extends Sheet {
    TerminalSheet(Request request) {
      super(request.options());
    }

    @Override
    public void line(String text) {
      progress.clear();
      terminal.line(text);
    }

    @Override
    public void raw(Bytes bytes) {
      try {
        progress.clear();
        terminal.out().write(bytes.toArray());
        terminal.out().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void note(String text) {
      progress.clear();
      terminal.err().println(text);
    }

    @Override
    public void progress(String text) {
      progress.tell(text);
    }
  }
}
