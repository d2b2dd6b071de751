package org.trustnet.trust.file;

import java.util.List;
import org.trustnet.multiformats.Printable;

/** What came of reading a trust file. */
public sealed interface ReadResult {
  /**
   * A valid file.
   *
   * @param file what it says
   * @param json the same with its unknown fields
   * @param warnings what was dropped from it
   */
  record Accepted(TrustFile file, Json.Obj json, List<Warning> warnings) implements ReadResult {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /** {@code "revoked": true} at its root: the key it was published under is revoked for good. */
  record Revoked() implements ReadResult {}

  /**
   * The whole file is refused.
   *
   * @param fault the kind of fault
   * @param where a path such as {@code entities[0].nodes[3].pubkey}, or a line; empty for all of it
   * @param message what is wrong; escaped
   */
  record Refused(Fault fault, String where, String message) implements ReadResult {
    public Refused {
      where = cut(Printable.escape(where));
    }

    private static String cut(String text) {
      return text.length() <= MAX_WHERE ? text : text.substring(0, MAX_WHERE) + "…";
    }

    @Override
    public String toString() {
      return where.isEmpty() ? message : where + ": " + message;
    }
  }

  /** Longest place that is named, in characters. */
  int MAX_WHERE = 256;

  /** Most warnings of one file; further ones are left out. */
  int MAX_WARNINGS = 256;

  /** Why a file is refused. */
  enum Fault {
    /** Over a limit of section 10. */
    TOO_LARGE,
    /** Not JSON, a wrong type, a missing field, a bad or repeated key. */
    BAD_SCHEMA,
    /** A version above 1. */
    UNSUPPORTED_VERSION
  }

  /**
   * Something that was dropped, or deserves a look.
   *
   * @param where its path
   * @param text what about it; escaped
   */
  record Warning(String where, String text) {
    @Override
    public String toString() {
      return where + ": " + text;
    }
  }
}
