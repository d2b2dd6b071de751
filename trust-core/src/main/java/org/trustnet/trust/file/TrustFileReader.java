package org.trustnet.trust.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private TrustFileReader() {}

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
      TrustFileReader reader = new TrustFileReader();
      TrustFile file = reader.file(document.root());
      return new ReadResult.Accepted(file, document.root(), reader.warnings);
    } catch (FileFault fault) {
      return fault.toResult();
    }
  }

  private TrustFile file(Json.Obj root) {
    Fields fields = new Fields(root, "");
    fields.checkVersion();
    fields.flag("revoked", false);
    String description = fields.text("description", "", FileLimits.MAX_DESCRIPTION);
    List<String> contact = fields.uris("contact");
    fields.texts("links", FileLimits.MAX_LINKS);
    List<Json> items = fields.requiredArray("entities", FileLimits.MAX_ENTITIES);
    List<TrustFile.Entity> entities = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      entities.add(entity(fields.item("entities", items, i)));
    }
    return new TrustFile(description, contact, entities);
  }

  private TrustFile.Entity entity(Fields fields) {
    String label = fields.label("entity", "default");
    List<Json> items = fields.requiredArray("nodes", FileLimits.MAX_NODES);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      nodes.add(node(fields.item("nodes", items, i)));
      if (seen.size() > FileLimits.MAX_NODES) {
        throw fields.tooLarge("nodes[" + i + "]", "more than " + FileLimits.MAX_NODES + " nodes");
      }
    }
    return new TrustFile.Entity(label, nodes);
  }

  private Node node(Fields fields) {
    String label = fields.label("node", "node");
    PeerId peer = pubkey(fields);
    List<String> contact = fields.uris("contact");
    List<Remote> remotes = remotes(fields);
    boolean strict = fields.flag("remotes-strict", true);
    return new Node(
        label,
        peer,
        contact,
        remotes,
        strict ? Node.Strictness.STRICT : Node.Strictness.OPEN,
        hints(fields));
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
