package org.trustnet.cli.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request.Part;
import org.trustnet.bootstrap.operation.Request.PartKind;
import org.trustnet.bootstrap.repo.RepositoryException;

/**
 * The files that a command names, one after the other and read as they are asked for: a folder,
 * then what is in it by name. As in Kubo, hidden files within folders are left out, and a symbolic
 * link, there or itself named, is one part, which is not followed. A command that has no use for
 * folders has none for links either, and follows them. Pipes, sockets and devices are refused, and
 * so are names and targets of links that the encoding of the locale has no characters for: they
 * would be kept as others.
 */
public final class LocalFiles implements Iterator<Part> {
  /** Whether folders may be named. */
  public enum Folders {
    /** As the user asked. */
    TAKEN,
    /** If the user asks for it with {@code -r}. */
    ON_DEMAND,
    /** The command has no use for one, nor for links. */
    NEVER
  }

  /** The name that stands for standard input. */
  public static final String STDIN = "-";

  /** Deepest folder that is read, far above real trees: a loop through a mount must end. */
  public static final int MAX_DEPTH = 128;

  private record Entry(String name, @Nullable Path path, PartKind kind) {}

  private final Deque<Iterator<Entry>> pending = new ArrayDeque<>();
  private final InputStream stdin;

  private LocalFiles(Iterator<Entry> first, InputStream stdin) {
    this.stdin = stdin;
    pending.push(first);
  }

  /**
   * The files at {@code paths}, whose folders are entered.
   *
   * @param folders whether folders may be among them
   * @throws OperationException if one cannot be read
   */
  public static Iterator<Part> of(List<String> paths, Folders folders, InputStream stdin) {
    List<Entry> entries = paths.stream().map(path -> entry(path, folders)).toList();
    return new LocalFiles(entries.iterator(), stdin);
  }

  private static Entry entry(String text, Folders folders) {
    if (text.equals(STDIN)) {
      return new Entry("", null, PartKind.FILE);
    }
    if (text.isEmpty()) {
      throw OperationException.usage("an empty path");
    }
    Path path = path(text);
    if (folders != Folders.NEVER && Files.isSymbolicLink(path)) {
      return new Entry(name(path), path, PartKind.SYMLINK);
    }
    boolean folder = Files.isDirectory(path);
    if (folder) {
      if (folders != Folders.TAKEN) {
        String remedy = folders == Folders.ON_DEMAND ? "say -r to take folders too" : "name a file";
        throw OperationException.usage(text + " is a folder; " + remedy);
      }
    } else if (!Files.isRegularFile(path) && Files.exists(path)) {
      throw neither(text);
    }
    if (!Files.isReadable(path)) {
      String why = Files.exists(path) ? "no permission" : "there is no such file";
      throw OperationException.failed("cannot read " + text + ": " + why);
    }
    return new Entry(name(path), path, kind(folder));
  }

  private static String name(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw notText(text, "name");
    }
  }

  private static PartKind kind(boolean folder) {
    return folder ? PartKind.FOLDER : PartKind.FILE;
  }

  @Override
  public boolean hasNext() {
    while (!pending.isEmpty() && !pending.element().hasNext()) {
      pending.pop();
    }
    return !pending.isEmpty();
  }

  @Override
  public Part next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Entry entry = pending.element().next();
    Path path = entry.path;
    try {
      if (path == null) {
        return new Part("", PartKind.FILE, stdin);
      }
      return new Part(entry.name, entry.kind, content(entry, path));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private InputStream content(Entry entry, Path path) throws IOException {
    return switch (entry.kind) {
      case FILE -> Files.newInputStream(path);
      case FOLDER -> {
        enter(entry.name, path);
        yield InputStream.nullInputStream();
      }
      case SYMLINK -> {
        Path target = Files.readSymbolicLink(path);
        if (!isText(target)) {
          throw notText(path, "target");
        }
        yield new ByteArrayInputStream(target.toString().getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private void enter(String name, Path folder) throws IOException {
    if (pending.size() > MAX_DEPTH) {
      throw OperationException.failed(folder + " is more than " + MAX_DEPTH + " folders deep");
    }
    try (Stream<Path> list = Files.list(folder)) {
      List<Path> paths =
          list.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
      List<Entry> entries = new ArrayList<>();
      for (Path path : paths) {
        entries.add(within(name, path));
      }
      pending.push(entries.iterator());
    }
  }

  /** A pipe might never be read to its end, and a device has none. */
  private static Entry within(String folder, Path path) throws IOException {
    if (!isText(path.getFileName())) {
      throw notText(path, "name");
    }
    BasicFileAttributes is =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (is.isOther()) {
      throw neither(path);
    }
    PartKind kind = is.isSymbolicLink() ? PartKind.SYMLINK : kind(is.isDirectory());
    return new Entry(folder + "/" + path.getFileName(), path, kind);
  }

  /** Whether what the system has in bytes is the same after it was text. */
  private static boolean isText(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static OperationException neither(Object path) {
    return OperationException.failed(path + " is neither a file nor a folder");
  }

  private static OperationException notText(Object path, String what) {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return OperationException.failed(
        "cannot read %s: its %s is no text in the locale's encoding, %s; change it, or LC_ALL"
            .formatted(path, what, encoding));
  }

  static OperationException unreadable(Path path, IOException e) {
    return OperationException.failed("cannot read " + path + ": " + RepositoryException.why(e));
  }
}
