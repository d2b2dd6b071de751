package org.trustnet.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.trustnet.multiformats.Bytes;

/** A Kubo that publishes trust lists under a key of their own, as its users do. */
final class KuboPublisher {
  private static final String KEY = "lists";

  private final KuboDaemon kubo;
  private final Path file;
  private final String name;

  /**
   * Makes the key.
   *
   * @param folder where the files to be added are written
   */
  KuboPublisher(KuboDaemon kubo, Path folder) {
    this.kubo = kubo;
    this.file = folder.resolve("list-of-kubo.json");
    this.name = kubo.ipfs("key", "gen", KEY).require().strip();
  }

  KuboDaemon kubo() {
    return kubo;
  }

  /** The IPNS name, {@code k51…}. */
  String name() {
    return name;
  }

  /** Where the Kubo is, with its peer ID. */
  String address() {
    return kubo.tcpAddress();
  }

  /** Adds a list and points the name to it; returns its CID. */
  String publish(String list) {
    try {
      Files.writeString(file, list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String cid = kubo.ipfs("add", "-Q", "--cid-version=1", file.toString()).require().strip();
    String path = "/ipfs/" + cid;
    kubo.ipfs("name", "publish", "--allow-offline", "--key=" + KEY, path).require();
    return cid;
  }

  /** The record that stands, as Kubo hands it out. */
  Bytes record() {
    return kubo.bytes("name", "get", name);
  }
}
