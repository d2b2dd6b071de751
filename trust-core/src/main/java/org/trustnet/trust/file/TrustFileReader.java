package org.trustnet.trust.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustFunction;

/**
 * Reads trust files as a node accepts them: strict on identity, tolerant per element. Trust model,
 * sections 1 and 10. One use, one thread.
 */
public final class TrustFileReader {
  private final Map<PeerId, String> seen = new HashMap<>();
  private final List<ReadResult.Warning> warnings = new ArrayList<>();
  private final Consumer<FileFault> onFault;

  /**
   * @param onFault takes a fault and throws it, or lets the reading go on without what is at fault
   */
  private TrustFileReader(Consumer<FileFault> onFault) {
    this.onFault = onFault;
  }

  /**
   * Reads a file; {@code revoked} is looked for before anything else.
   *
   * @param content UTF-8 JSON, at most {@link FileLimits#MAX_BYTES}
   */
  public static ReadResult read(Bytes content) {
    try {
      JsonReader.Document document = JsonReader.read(content);
      Optional<Json> revoked = document.root().field("revoked");
      if (revoked.equals(Optional.of(new Json.Bool(true))) && !document.revokedTwice()) {
        return new ReadResult.Revoked();
      }
      if (document.duplicate().isPresent()) {
        throw new FileFault(
            FileFault.Kind.BAD_SCHEMA, document.duplicate().get(), "this key stands twice");
      }
      TrustFileReader reader =
          new TrustFileReader(
              fault -> {
                throw fault;
              });
      TrustFile file = reader.file(document.root());
      return new ReadResult.Accepted(file, document.root(), reader.warnings);
    } catch (FileFault fault) {
      return fault.toResult();
    }
  }

  /**
   * All faults for which a file would be refused and all that would be dropped from it, at most
   * {@link ReadResult#MAX_WARNINGS} of each: for whoever writes the file. What a fault hides, as a
   * wrong type hides what is in it, is found when that is mended.
   *
   * @param root the file, read as JSON
   */
  static List<ReadResult.Warning> faults(Json.Obj root) {
    List<ReadResult.Warning> faults = new ArrayList<>();
    TrustFileReader reader =
        new TrustFileReader(
            fault -> {
              if (faults.size() < ReadResult.MAX_WARNINGS) {
                ReadResult.Refused refused = fault.toResult();
                faults.add(new ReadResult.Warning(refused.where(), refused.message()));
              }
            });
    TrustFile _ = reader.file(root);
    faults.addAll(reader.warnings);
    return faults;
  }

  /** What {@code field} reads; {@code instead} if it is at fault and the reading goes on. */
  private <T> T taken(Supplier<T> field, T instead) {
    try {
      return field.get();
    } catch (FileFault fault) {
      onFault.accept(fault);
      return instead;
    }
  }

  private TrustFile file(Json.Obj root) {
    Fields fields = new Fields(root, "");
    boolean _ = taken(fields::checkVersion, false);
    boolean _ = taken(() -> fields.flag("revoked", false), false);
    String description =
        taken(() -> fields.text("description", "", FileLimits.MAX_DESCRIPTION), "");
    List<String> contact = taken(() -> fields.uris("contact"), List.of());
    List<String> _ = taken(() -> fields.texts("links", FileLimits.MAX_LINKS), List.of());
    List<TrustFile.Entity> entities = new ArrayList<>();
    for (Fields entity : objects(fields, "entities", FileLimits.MAX_ENTITIES)) {
      entities.add(entity(entity));
    }
    return new TrustFile(description, contact, entities);
  }

  private List<Fields> objects(Fields fields, String name, int most) {
    List<Json> items = taken(() -> fields.requiredArray(name, most), List.of());
    List<Fields> objects = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      int index = i;
      taken(() -> Optional.of(fields.item(name, items, index)), Optional.<Fields>empty())
          .ifPresent(objects::add);
    }
    return objects;
  }

  private TrustFile.Entity entity(Fields fields) {
    String label = taken(() -> fields.label("entity", "default"), "");
    List<Node> nodes = new ArrayList<>();
    for (Fields item : objects(fields, "nodes", FileLimits.MAX_NODES)) {
      node(item).ifPresent(nodes::add);
      if (seen.size() > FileLimits.MAX_NODES) {
        onFault.accept(item.tooLarge("", "more than " + FileLimits.MAX_NODES + " nodes"));
        break;
      }
    }
    return new TrustFile.Entity(label, nodes);
  }

  /** Empty if its key is at fault. */
  private Optional<Node> node(Fields fields) {
    String label = taken(() -> fields.label("node", "node"), "");
    Optional<PeerId> peer = taken(() -> Optional.of(pubkey(fields)), Optional.empty());
    List<String> contact = taken(() -> fields.uris("contact"), List.of());
    List<Remote> remotes = taken(() -> remotes(fields), List.of());
    boolean strict = taken(() -> fields.flag("remotes-strict", true), true);
    Functions hints = taken(() -> hints(fields), Functions.NONE);
    return peer.map(
        id ->
            new Node(
                label,
                id,
                contact,
                remotes,
                strict ? Node.Strictness.STRICT : Node.Strictness.OPEN,
                hints));
  }

  private PeerId pubkey(Fields fields) {
    PeerId peer;
    try {
      peer = PeerId.parse(fields.required("pubkey"));
    } catch (MultiformatException e) {
      throw fields.bad("pubkey", String.valueOf(e.getMessage()));
    }
    String first = seen.putIfAbsent(peer, fields.at("pubkey"));
    if (first != null) {
      throw fields.bad("pubkey", "the same node as " + first + ": " + peer);
    }
    return peer;
  }

  private List<Remote> remotes(Fields fields) {
    List<Remote> remotes = new ArrayList<>();
    List<String> texts = fields.texts("remotes", FileLimits.MAX_REMOTES);
    for (int i = 0; i < texts.size(); i++) {
      try {
        remotes.add(Remote.parse(texts.get(i)));
      } catch (MultiformatException e) {
        warn(fields.at("remotes[" + i + "]"), "dropped: " + e.getMessage());
      }
    }
    return remotes;
  }

  private Functions hints(Fields fields) {
    List<TrustFunction> hints = new ArrayList<>();
    for (String id : fields.texts("functions", FileLimits.MAX_NODES)) {
      TrustFunction.byId(id)
          .ifPresentOrElse(
              hints::add,
              () -> warn(fields.at("functions"), "unknown function " + Printable.quote(id)));
    }
    return Functions.of(hints);
  }

  private void warn(String where, String text) {
    if (warnings.size() < ReadResult.MAX_WARNINGS) {
      warnings.add(new ReadResult.Warning(where, text));
    }
  }
}
