package org.trustnet.bootstrap.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.bootstrap.commands.FileCommands;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.ipns.unixfs.PathResolver;
import org.trustnet.ipns.unixfs.ReadLimits;
import org.trustnet.ipns.unixfs.UnixFsFile;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.trust.decide.PublishedRemotes;
import org.trustnet.trust.file.FileLimits;
import org.trustnet.trust.file.PublishCheck;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileReader;
import org.trustnet.trust.file.TrustFileWriter;

/** {@code file new|validate|show}: trust files as people write and read them. */
public final class FileAnswers {
  /** Where files are fetched from. */
  private record Parts(Content content, NameWalk walk) {}

  private final Optional<Parts> parts;
  private final Optional<Keyring> keyring;

  private FileAnswers(Optional<Parts> parts, Optional<Keyring> keyring) {
    this.parts = parts;
    this.keyring = keyring;
  }

  /** Those of a node. */
  public FileAnswers(Content content, Names names, Keyring keyring) {
    this(Optional.of(new Parts(content, new NameWalk(names))), Optional.of(keyring));
  }

  /** Those that work without a repository. */
  public static FileAnswers offline() {
    return new FileAnswers(Optional.empty(), Optional.empty());
  }

  /** Those that work on a repository without a node. */
  public static FileAnswers offline(Keyring keyring) {
    return new FileAnswers(Optional.empty(), Optional.of(keyring));
  }

  public void addTo(Operations operations) {
    operations.add(FileCommands.NEW, this::create).add(FileCommands.VALIDATE, this::validate);
    parts.ifPresent(p -> operations.add(FileCommands.SHOW, request -> show(p, request)));
  }

  private Reply create(Request request) {
    List<String> contact = request.option("contact").map(List::of).orElse(List.of());
    Bytes file =
        TrustFileWriter.write(
            new TrustFile(request.option("description").orElse(""), contact, List.of()));
    List<ReadResult.Warning> problems = PublishCheck.problems(file);
    if (!problems.isEmpty()) {
      throw faulty("the new file", problems);
    }
    return Reply.content(out -> out.write(file.toArray()));
  }

  /**
   * The error that lists what is wrong with a file, a fault a line, each with the file and a JSON
   * pointer (RFC 6901).
   *
   * @param name of the file
   */
  static OperationException faulty(String name, List<ReadResult.Warning> problems) {
    return new OperationException(
        OperationException.Kind.FAILED,
        name + " has " + problems.size() + (problems.size() == 1 ? " fault" : " faults"),
        problems.stream().map(problem -> name + line(problem)).toList());
  }

  private static String line(ReadResult.Warning problem) {
    String where = problem.where();
    if (where.isEmpty()) {
      return ": " + problem.text();
    }
    String place = where.startsWith("line ") ? where : pointer(where);
    return ", " + place + ": " + problem.text();
  }

  /** {@code entities[0].nodes[3].pubkey} as {@code /entities/0/nodes/3/pubkey}. */
  private static String pointer(String where) {
    String slashed = where.replace("~", "~0").replace("/", "~1").replace("]", "");
    return "/" + slashed.replace('[', '/').replace('.', '/');
  }

  /** What is wrong with a file that is to be published, all of it; empty if it may be. */
  static List<ReadResult.Warning> problems(Bytes content) {
    List<ReadResult.Warning> problems = PublishCheck.problems(content);
    return problems.isEmpty()
        ? read(content).map(PublishedRemotes::faults).orElse(List.of())
        : problems;
  }

  /** What to tell who publishes a file that has no fault. */
  static List<String> warnings(Bytes content) {
    return read(content).map(PublishedRemotes::warnings).orElse(List.of()).stream()
        .map(ReadResult.Warning::toString)
        .toList();
  }

  private static Optional<TrustFile> read(Bytes content) {
    return TrustFileReader.read(content) instanceof ReadResult.Accepted accepted
        ? Optional.of(accepted.file())
        : Optional.empty();
  }

  private Reply validate(Request request) {
    Bodies.Named file = Bodies.named(request, FileLimits.MAX_BYTES);
    List<ReadResult.Warning> problems = problems(file.content());
    if (!problems.isEmpty()) {
      throw faulty(file.name(), problems);
    }
    return switch (TrustFileReader.read(file.content())) {
      case ReadResult.Revoked _ ->
          Reply.document(
              Json.object(
                  "Valid", true,
                  "Revoked", true,
                  "Warnings", List.of("the file revokes the key it is published under for good")));
      case ReadResult.Refused refused -> throw OperationException.failed(refused.toString());
      case ReadResult.Accepted accepted ->
          Reply.document(accepted(request, file.content(), accepted.file()));
    };
  }

  private Object accepted(Request request, Bytes content, TrustFile file) {
    List<String> warnings = new ArrayList<>(warnings(content));
    if (request.flag("self")) {
      PublishCheck.selfWarnings(file, keyring.map(Keyring::ids).orElse(Set.of()))
          .forEach(warning -> warnings.add(warning.toString()));
    }
    return Json.object(
        "Valid",
        true,
        "Entities",
        file.entities().size(),
        "Nodes",
        file.nodeCount(),
        "Warnings",
        warnings);
  }

  private static Reply show(Parts parts, Request request) throws InterruptedException {
    IpfsPath path =
        parts.walk().content(Arguments.path(request.argument(0)), NameWalk.Search.of(request));
    Bytes shown =
        switch (TrustFileReader.read(fetched(parts.content(), path, request))) {
          case ReadResult.Accepted accepted -> TrustFileWriter.write(accepted.json());
          case ReadResult.Revoked _ -> TrustFileWriter.revocation();
          case ReadResult.Refused refused ->
              throw OperationException.failed(path + " is no trust file: " + refused);
        };
    return Reply.content(out -> out.write(shown.toArray()));
  }

  private static Bytes fetched(Content content, IpfsPath path, Request request) {
    ReadLimits limits = ReadLimits.defaults().atMost(FileLimits.MAX_BLOCKS, FileLimits.MAX_BYTES);
    try (Blocks blocks = Blocks.open(content, request, Arguments.patience(request))) {
      Cid cid = ContentAnswers.file(PathResolver.resolve(path, blocks, limits));
      return UnixFsFile.open(cid, blocks, limits).readAll(FileLimits.MAX_BYTES);
    } catch (ContentException e) {
      throw ContentFaults.told(e);
    }
  }
}
