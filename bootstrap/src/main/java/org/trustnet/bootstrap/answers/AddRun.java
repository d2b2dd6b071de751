package org.trustnet.bootstrap.answers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.operation.Request.Part;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.unixfs.DirectoryBuilder;
import org.trustnet.ipns.unixfs.FileImporter;
import org.trustnet.ipns.unixfs.ImportConfig;
import org.trustnet.ipns.unixfs.Imported;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Printable;

/**
 * One {@code add}: writes the files as they come and the folders after them, a row for each, in the
 * order and with the names that Kubo gives. For one thread, once.
 */
final class AddRun {
  /** Most files and folders side by side: each is announced, and a folder is held in memory. */
  static final int MAX_ROOTS = 4_096;

  /** Bytes between two rows of progress. */
  private static final long PROGRESS_STEP = 1 << 20;

  /** Whether folders may come. */
  enum Folders {
    TAKEN,
    REFUSED
  }

  /** What is at the top. */
  enum Top {
    AS_GIVEN,
    ONE_FOLDER
  }

  /** Whether there are rows while a file is read. */
  enum Progress {
    TOLD,
    SILENT
  }

  /**
   * How it is done.
   *
   * @param sink where the blocks go
   */
  record Manner(ImportConfig config, BlockSink sink, Folders folders, Top top, Progress progress) {}

  private final Manner manner;
  private final Consumer<Object> out;
  private final FileImporter importer;
  private final Map<String, DirectoryBuilder> folders = new LinkedHashMap<>();
  private final List<Cid> roots = new ArrayList<>();

  AddRun(Manner manner, Consumer<Object> out) {
    this.manner = manner;
    this.out = out;
    this.importer = new FileImporter(manner.config(), manner.sink());
  }

  /** Takes all that comes. */
  void take(Iterator<Part> parts) {
    try {
      while (parts.hasNext()) {
        take(parts.next());
      }
      for (Map.Entry<String, DirectoryBuilder> folder : folders.entrySet()) {
        finish(folder.getKey(), folder.getValue());
      }
    } catch (ContentException e) {
      throw ContentFaults.told(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw OperationException.usage(Printable.escape(String.valueOf(e.getMessage())));
    }
  }

  /** What is at the top, to be announced. */
  List<Cid> roots() {
    return List.copyOf(roots);
  }

  private void take(Part part) throws IOException {
    List<String> path =
        part.path().isEmpty()
            ? List.of()
            : Arrays.stream(part.path().split("/")).filter(name -> !name.isEmpty()).toList();
    if (part.kind() == Request.PartKind.FOLDER) {
      takeFolder(path);
      return;
    }
    Imported file =
        part.kind() == Request.PartKind.SYMLINK
            ? importer.symlink(target(part))
            : importer.add(read(part));
    String name = path.isEmpty() ? file.cid().toString() : String.join("/", path);
    if (manner.top() == Top.ONE_FOLDER) {
      folder("").file(path.isEmpty() ? List.of(name) : path, file);
    } else if (path.size() > 1) {
      folder(path.getFirst()).file(path.subList(1, path.size()), file);
    } else {
      root(file);
    }
    row(name, file);
  }

  private static Bytes target(Part part) throws IOException {
    return Bytes.wrap(part.content().readNBytes(DirectoryBuilder.MAX_NAME_BYTES + 1));
  }

  private void takeFolder(List<String> path) throws ContentException {
    if (manner.folders() == Folders.REFUSED) {
      throw OperationException.usage(
          Printable.quote(String.join("/", path))
              + " is a directory, use the '-r' flag to specify directories");
    }
    if (manner.top() == Top.ONE_FOLDER) {
      folder("").directory(path);
    } else if (!path.isEmpty()) {
      folder(path.getFirst()).directory(path.subList(1, path.size()));
    }
  }

  private DirectoryBuilder folder(String top) {
    DirectoryBuilder known = folders.get(top);
    if (known != null) {
      return known;
    }
    count();
    DirectoryBuilder builder = new DirectoryBuilder(manner.config(), manner.sink());
    folders.put(top, builder);
    return builder;
  }

  private void count() {
    if (roots.size() + folders.size() >= MAX_ROOTS) {
      throw OperationException.usage(
          "at most " + MAX_ROOTS + " files and folders side by side: put them into a folder");
    }
  }

  private void root(Imported imported) {
    count();
    roots.add(imported.cid());
  }

  private void finish(String top, DirectoryBuilder folder) throws ContentException {
    Imported root =
        folder.build(
            (below, directory) -> {
              List<String> path = new ArrayList<>(top.isEmpty() ? List.of() : List.of(top));
              path.addAll(below);
              row(String.join("/", path), directory);
            });
    roots.add(root.cid());
  }

  private void row(String name, Imported imported) {
    out.accept(
        Json.object(
            "Name", name,
            "Hash", imported.cid().toString(),
            "Size", Long.toString(imported.dagBytes())));
  }

  private InputStream read(Part part) {
    return switch (manner.progress()) {
      case SILENT -> part.content();
      case TOLD -> new Counted(part);
    };
  }

  /** Tells how much was read. */
  private final class Counted extends FilterInputStream {
    private final String name;
    private long bytes;
    private long told;

    Counted(Part part) {
      super(part.content());
      this.name = part.path();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      bytes += Math.max(0, count);
      if (bytes - told >= PROGRESS_STEP || count < 0 && bytes > told) {
        told = bytes;
        out.accept(Json.object("Name", name, "Bytes", bytes));
      }
      return count;
    }
  }
}
