package org.trustnet.bootstrap.commands;

import java.util.List;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.OperationSpec.Body;
import org.trustnet.bootstrap.operation.OperationSpec.Count;
import org.trustnet.bootstrap.operation.OperationSpec.Needs;
import org.trustnet.bootstrap.operation.OperationSpec.OptionType;

/** Keys. */
public final class KeyCommands {
  public static final OperationSpec GEN =
      OperationSpec.of("key/gen", Needs.REPOSITORY, "make a key")
          .argument("NAME", Count.ONE, "name of the key")
          .option("type", OptionType.TEXT, "ed25519 (default), rsa, secp256k1 or ecdsa")
          .option("size", OptionType.NUMBER, "bits of an RSA key, 2048 by default")
          .tolerating("ipns-base=base36")
          .changing();

  public static final OperationSpec LS =
      OperationSpec.of("key/ls", Needs.REPOSITORY, "list keys and their IPNS names")
          .option("l", OptionType.FLAG, "with the names")
          .tolerating("ipns-base=base36");

  public static final OperationSpec LIST =
      OperationSpec.of("key/list", Needs.REPOSITORY, "list keys and their IPNS names")
          .option("l", OptionType.FLAG, "with the names")
          .tolerating("ipns-base=base36");

  public static final OperationSpec IMPORT =
      OperationSpec.of("key/import", Needs.REPOSITORY, "take a key file over")
          .argument("NAME", Count.ONE, "name of the key")
          .option(
              "format",
              OptionType.TEXT,
              "libp2p-protobuf-cleartext (default) or pem-pkcs8-cleartext")
          .body(Body.FILE)
          .tolerating("ipns-base=base36", "allow-any-key-type=*")
          .changing();

  public static final OperationSpec EXPORT =
      OperationSpec.of("key/export", Needs.REPOSITORY, "the private key, for a file")
          .argument("NAME", Count.ONE, "name of the key")
          .option(
              "format",
              OptionType.TEXT,
              "libp2p-protobuf-cleartext (default) or pem-pkcs8-cleartext");

  public static final OperationSpec RENAME =
      OperationSpec.of("key/rename", Needs.REPOSITORY, "give a key another name")
          .argument("NAME", Count.ONE, "name of the key")
          .argument("NEW_NAME", Count.ONE, "its new name")
          .option("force", OptionType.FLAG, "replace a key that has the new name")
          .tolerating("ipns-base=base36")
          .changing();

  public static final OperationSpec RM =
      OperationSpec.of("key/rm", Needs.REPOSITORY, "remove keys for good")
          .argument("NAME", Count.MANY, "names of keys")
          .tolerating("ipns-base=base36", "l=*")
          .changing();

  /** All of them. */
  public static final List<OperationSpec> ALL = List.of(GEN, LS, LIST, IMPORT, EXPORT, RENAME, RM);

  private KeyCommands() {}
}
