package org.trustnet.ipns.keystore;

/** What became of a change of the store. */
public enum KeyStoreOutcome {
  /** It is on the disk. */
  DONE,
  /** There is a key of this name. */
  NAME_TAKEN,
  /** There is no key of this name. */
  NO_SUCH_KEY,
  /** There are {@link FileKeyStore#MAX_KEYS} keys. */
  FULL
}
