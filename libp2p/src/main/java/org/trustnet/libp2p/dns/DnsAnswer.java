package org.trustnet.libp2p.dns;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reads what a server said. Pure. */
final class DnsAnswer {
  /** Aliases that are followed inside one answer; RFC 1034 wants chains to be short. */
  static final int MAX_ALIASES = 8;

  private DnsAnswer() {}

  /** The message; empty if the bytes are none. */
  static Optional<Message> parse(byte[] bytes) {
    try {
      return Optional.of(new Message(bytes));
    } catch (IOException | RuntimeException e) {
      // The parser throws unchecked exceptions too on some malformed records.
      return Optional.empty();
    }
  }

  /**
   * Whether {@code answer} is one to {@code query}. Messages of other operations are none: in an
   * update, records may be without content.
   */
  static boolean answers(Message answer, Message query) {
    return answer.getHeader().getID() == query.getHeader().getID()
        && answer.getHeader().getOpcode() == Opcode.QUERY
        && answer.getHeader().getFlag(Flags.QR)
        && query.getQuestion().equals(answer.getQuestion());
  }

  /** Records of {@code type} for {@code name} or what it is an alias of, at most {@code limit}. */
  static List<Record> records(Message answer, Name name, int type, int limit) {
    List<Record> section = answer.getSection(Section.ANSWER);
    Name owner = name;
    for (int i = 0; i <= MAX_ALIASES; i++) {
      Name current = owner;
      List<Record> found =
          section.stream()
              .filter(r -> r.getType() == type && r.getName().equals(current))
              .limit(limit)
              .toList();
      Optional<Record> alias =
          section.stream()
              .filter(r -> r.getType() == Type.CNAME && r.getName().equals(current))
              .findFirst();
      if (!found.isEmpty() || alias.isEmpty()) {
        return found;
      }
      owner = ((CNAMERecord) alias.get()).getTarget();
    }
    return List.of();
  }
}
