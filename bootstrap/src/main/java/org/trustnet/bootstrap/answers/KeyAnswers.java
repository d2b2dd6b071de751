package org.trustnet.bootstrap.answers;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.trustnet.bootstrap.commands.KeyCommands;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.PublishedRecords;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.keystore.KeyEntry;
import org.trustnet.ipns.keystore.KeyFormat;
import org.trustnet.ipns.keystore.KeyName;
import org.trustnet.ipns.keystore.KeyStoreOutcome;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/** {@code key gen|ls|import|export|rename|rm}. */
public final class KeyAnswers {
  private static final int MAX_FILE = 64 * 1_024;

  private final Keyring keyring;
  private final RandomGenerator random;
  private final PublishedRecords published;

  /**
   * @param random a {@link SecureRandom}, but in tests
   * @param published what was published under our keys
   */
  public KeyAnswers(Keyring keyring, RandomGenerator random, PublishedRecords published) {
    this.keyring = keyring;
    this.random = random;
    this.published = published;
  }

  public void addTo(Operations operations) {
    operations
        .add(KeyCommands.GEN, this::generate)
        .add(KeyCommands.LS, this::list)
        .add(KeyCommands.LIST, this::list)
        .add(KeyCommands.IMPORT, this::take)
        .add(KeyCommands.EXPORT, this::give)
        .add(KeyCommands.RENAME, this::rename)
        .add(KeyCommands.RM, this::remove);
  }

  private static KeyName keyName(String text) {
    try {
      return new KeyName(text);
    } catch (MultiformatException e) {
      throw OperationException.usage(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> row(String name, PeerId id) {
    return Json.object("Name", name, "Id", id.toName());
  }

  private Reply generate(Request request) {
    KeyName name = keyName(request.argument(0));
    KeyType type =
        switch (request.option("type").orElse("ed25519")) {
          case "ed25519" -> KeyType.ED25519;
          case "rsa" -> KeyType.RSA;
          case "secp256k1" -> KeyType.SECP256K1;
          case "ecdsa" -> KeyType.ECDSA;
          case String other ->
              throw OperationException.usage(
                  "--type: ed25519, rsa, secp256k1 or ecdsa, not " + Printable.quote(other));
        };
    if (request.option("size").isPresent()
        && (type != KeyType.RSA || request.number("size", 0) != 2_048)) {
      throw OperationException.usage("--size: RSA keys have 2048 bits, other types no choice");
    }
    PrivateKey key = Keys.generate(type, random);
    require(keyring.store().add(name, key), name.text());
    return Reply.document(row(name.text(), key.peerId()));
  }

  private static void require(KeyStoreOutcome outcome, String name) {
    String shown = Printable.quote(name);
    switch (outcome) {
      case DONE -> {}
      case NAME_TAKEN ->
          throw OperationException.failed("key with name " + shown + " already exists");
      case NO_SUCH_KEY -> throw OperationException.notFound("no key named " + shown + " was found");
      case FULL -> throw OperationException.failed("the keystore is full");
    }
  }

  private Reply list(Request request) {
    List<Object> keys = new ArrayList<>();
    keys.add(row(KeyName.SELF, keyring.self().peerId()));
    for (KeyEntry entry : keyring.store().list()) {
      switch (entry) {
        case KeyEntry.Usable usable -> keys.add(row(usable.name(), usable.key().peerId()));
        case KeyEntry.Damaged damaged ->
            keys.add(Json.object("Name", damaged.name(), "Id", "", "Error", damaged.why()));
      }
    }
    return Reply.document(Json.object("Keys", keys));
  }

  private static KeyFormat format(Request request) {
    String text = request.option("format").orElse("libp2p-protobuf-cleartext");
    return KeyFormat.named(text)
        .orElseThrow(
            () ->
                OperationException.usage(
                    "--format: libp2p-protobuf-cleartext or pem-pkcs8-cleartext, not "
                        + Printable.quote(text)));
  }

  private Reply take(Request request) {
    KeyName name = keyName(request.argument(0));
    KeyFormat format = format(request);
    PrivateKey key;
    try {
      key = format.decode(Bodies.whole(request, MAX_FILE));
    } catch (MultiformatException e) {
      throw OperationException.failed(
          "the file is no key in the form " + format + ": " + e.getMessage());
    }
    keyring
        .nameOf(key.peerId())
        .ifPresent(
            known -> {
              throw OperationException.failed("this key is here already, named " + known);
            });
    require(keyring.store().add(name, key), name.text());
    return Reply.document(row(name.text(), key.peerId()));
  }

  private Reply give(Request request) {
    KeyFormat format = format(request);
    if (request.argument(0).equals(KeyName.SELF)) {
      throw OperationException.refused(
          "the node's own key is not given out: to move the node, copy its file keystore/self");
    }
    PrivateKey key =
        keyring
            .key(request.argument(0))
            .orElseThrow(
                () ->
                    OperationException.notFound(
                        "no key named " + Printable.quote(request.argument(0)) + " was found"));
    Bytes bytes = format.encode(key);
    return Reply.content(out -> out.write(bytes.toArray()));
  }

  private Reply rename(Request request) {
    KeyName to = keyName(request.argument(1));
    String from = request.argument(0);
    if (from.equals(KeyName.SELF)) {
      throw OperationException.refused(
          "cannot rename key with name \"self\": it is the node's own");
    }
    boolean overwritten = !from.equals(to.text()) && keyring.store().find(to.text()).isPresent();
    if (overwritten && request.flag("force")) {
      if (keyring.store().find(from).isEmpty()) {
        require(KeyStoreOutcome.NO_SUCH_KEY, from);
      }
      require(keyring.store().remove(to.text()), to.text());
    }
    if (!from.equals(to.text())) {
      KeyStoreOutcome outcome = keyring.store().rename(from, to);
      require(outcome, outcome == KeyStoreOutcome.NO_SUCH_KEY ? from : to.text());
    }
    return Reply.document(
        Json.object(
            "Was",
            from,
            "Now",
            to.text(),
            "Id",
            keyring.key(to.text()).map(k -> k.peerId().toName()).orElse(""),
            "Overwrite",
            overwritten));
  }

  /** What becomes of a publication whose key is removed. */
  private static String abandoned(IpnsRecord record) {
    return "what is published under "
        + record.name().toName()
        + " is renewed no more: its record ends at "
        + record.eol()
        + ", and no other can follow without the key";
  }

  private Reply remove(Request request) {
    Set<String> names = new LinkedHashSet<>(request.arguments());
    for (String name : names) { // all of them first: none is removed beside one that is not there
      if (name.equals(KeyName.SELF)) {
        throw OperationException.refused(
            "cannot remove key with name \"self\": it is the node's own");
      }
      if (keyring.store().find(name).isEmpty()) {
        require(KeyStoreOutcome.NO_SUCH_KEY, name);
      }
    }
    List<Object> removed = new ArrayList<>();
    for (String name : names) {
      Optional<PeerId> id = keyring.store().find(name).map(PrivateKey::peerId);
      require(keyring.store().remove(name), name);
      removed.add(
          Json.object(
              "Name",
              name,
              "Id",
              id.map(PeerId::toName).orElse(""),
              "Message",
              id.flatMap(published::find).map(KeyAnswers::abandoned)));
    }
    return Reply.document(Json.object("Keys", removed));
  }
}
