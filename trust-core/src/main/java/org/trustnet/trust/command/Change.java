package org.trustnet.trust.command;

import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Cid;
import org.trustnet.trust.store.EntryBatch;

/** What a command comes to. */
public sealed interface Change {
  /**
   * It may be done.
   *
   * @param batch what is to be written
   * @param consent what it asks of the user first
   * @param messages what to tell the user, one line each
   * @param file the file that the consent is about, where its publisher may replace it before the
   *     user has answered
   */
  record Done(EntryBatch batch, Consent consent, List<String> messages, Optional<Cid> file)
      implements Change {
    public Done {
      messages = List.copyOf(messages);
    }

    /** Nothing changes, since it is so already: there is nothing to write, and nothing to log. */
    static Done nothing(List<String> messages) {
      return new Done(EntryBatch.builder().build(), Consent.NONE, messages);
    }

    /** Whether it is so already. */
    public boolean unchanged() {
      return batch.equals(EntryBatch.builder().build());
    }

    /** A change that is about no file. */
    public Done(EntryBatch batch, Consent consent, List<String> messages) {
      this(batch, consent, messages, Optional.empty());
    }
  }

  /**
   * It is refused; nothing changes.
   *
   * @param problem the kind, for the exit code
   * @param what what is wrong, naming it
   * @param remedy what to do; empty if nothing helps
   */
  record Refused(Problem problem, String what, String remedy) implements Change {
    @Override
    public String toString() {
      return remedy.isEmpty() ? what : what + ": " + remedy;
    }
  }

  /** What a change asks of the user before it is written. */
  enum Consent {
    /** It does not loosen trust. */
    NONE,
    /** It loosens trust: a yes. */
    YES,
    /** It sets {@code ultimate}: the key typed again. */
    KEY_RETYPED
  }

  /** Why a command is refused. */
  enum Problem {
    NOT_FOUND,
    /** The entry holds no file yet that it could be done with. */
    NO_FILE,
    DUPLICATE,
    INVALID,
    LIMIT,
    REVOKED,
    BLOCKED
  }
}
