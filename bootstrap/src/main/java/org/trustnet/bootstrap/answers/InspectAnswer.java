package org.trustnet.bootstrap.answers;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordInspection;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/** {@code name inspect}: works without a node. */
public final class InspectAnswer {
  private final InstantSource wall;

  public InspectAnswer(InstantSource wall) {
    this.wall = wall;
  }

  /** Answers Kubo's document; with {@code verify} also whether the record is valid for a name. */
  public Reply run(Request request) {
    Optional<PeerId> name =
        request.option("verify").filter(text -> !text.isEmpty()).map(Arguments::name);
    Bytes record = Bodies.whole(request, IpnsRecords.MAX_BYTES);
    Map<String, Object> answer = document(record, name);
    boolean dump = request.option("dump").isEmpty() || request.flag("dump"); // as in Kubo
    answer.put("HexDump", dump ? HexDump.of(record) : "");
    return Reply.document(answer);
  }

  /**
   * What {@code record} says.
   *
   * @param name for which it is judged, if given
   */
  Map<String, Object> document(Bytes record, Optional<PeerId> name) {
    if (record.length() == 0) {
      throw OperationException.failed("the record is empty");
    }
    RecordInspection inspection =
        switch (RecordInspection.of(record)) {
          case RecordInspection.Outcome.Read(RecordInspection read) -> read;
          case RecordInspection.Outcome.Unreadable(String why) ->
              throw OperationException.failed("record is malformed: " + Printable.escape(why));
        };
    Map<String, Object> answer =
        Json.object(
            "Entry", entry(inspection),
            "PbSize", record.length(),
            "SignatureType", inspection.signatures(),
            "HexDump", "");
    answer.put("Validation", name.<Object>map(n -> validation(n, record)).orElse(null));
    return answer;
  }

  private static Map<String, Object> entry(RecordInspection record) {
    return Json.object(
        "Value", record.value().orElse(""),
        "ValidityType", number(record.validityType()),
        "Validity", record.eol().map(Object::toString),
        "Sequence", number(record.sequence()),
        "TTL", number(record.ttlNanos()));
  }

  private static Optional<Number> number(OptionalLong number) {
    return number.isPresent()
        ? Optional.of(Publication.unsigned(number.getAsLong()))
        : Optional.empty();
  }

  private Map<String, Object> validation(PeerId name, Bytes record) {
    String reason =
        switch (IpnsRecords.validate(name, record, wall.instant())) {
          case Verdict.Valid _ -> "";
          case Verdict.Expired expired -> "record has expired: " + expired.record().eol();
          case Verdict.Rejected rejected -> rejected.why();
        };
    return Json.object("Valid", reason.isEmpty(), "Reason", reason, "Name", name.toName());
  }
}
