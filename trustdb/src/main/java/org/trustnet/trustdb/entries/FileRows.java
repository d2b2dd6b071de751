package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.schemas.trustdb.FileRow;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFileReader;

/** Cached trust files as rows. */
final class FileRows {
  private FileRows() {}

  static Bytes write(CachedFile file) {
    FileRow.Builder row =
        FileRow.newBuilder()
            .setContent(Rows.raw(file.content()))
            .setAccepted(Rows.time(file.history().accepted()));
    for (NodeHistory.Span span : file.history().spans()) {
      row.addSpans(
          FileRow.Span.newBuilder()
              .setPeer(Rows.raw(span.peer().encode()))
              .setListed(Rows.time(span.listed()))
              .setInForce(Rows.time(span.inForce()))
              .setUntil(Rows.time(span.until())));
    }
    return Bytes.wrap(row.build().toByteArray());
  }

  static CachedFile read(Bytes bytes) throws InvalidProtocolBufferException {
    FileRow row = FileRow.parseFrom(bytes.asByteBuffer());
    Bytes content = Rows.bytes(row.getContent());
    NodeHistory history =
        new NodeHistory(
            Rows.instant(row.getAccepted()),
            row.getSpansList().stream()
                .map(
                    span ->
                        new NodeHistory.Span(
                            Rows.peer(span.getPeer()),
                            Rows.instant(span.getListed()),
                            Rows.instant(span.getInForce()),
                            Rows.instant(span.getUntil())))
                .toList());
    return switch (TrustFileReader.read(content)) {
      case ReadResult.Accepted accepted -> new CachedFile(content, accepted.file(), history);
      case ReadResult other ->
          throw new InvalidProtocolBufferException("a cached file that cannot be read: " + other);
    };
  }
}
