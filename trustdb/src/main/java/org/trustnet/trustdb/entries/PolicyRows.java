package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.stream.Collectors;
import org.trustnet.multiformats.Bytes;
import org.trustnet.schemas.trustdb.BlocksRow;
import org.trustnet.schemas.trustdb.MatrixRow;
import org.trustnet.schemas.trustdb.TrustTimeRow;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Matrix;

/** Blocks, matrix and trust time as rows. */
final class PolicyRows {
  static final Bytes BLOCKS = Bytes.utf8("blocks");
  static final Bytes MATRIX = Bytes.utf8("matrix");
  static final Bytes TIME = Bytes.utf8("time");

  private PolicyRows() {}

  static Bytes write(Blocks blocks) {
    BlocksRow.Builder row = BlocksRow.newBuilder();
    blocks.peers().forEach(peer -> row.addPeers(Rows.raw(peer.encode())));
    blocks.names().forEach(name -> row.addNames(Rows.raw(name.encode())));
    return Bytes.wrap(row.build().toByteArray());
  }

  static Blocks blocks(Bytes bytes) throws InvalidProtocolBufferException {
    BlocksRow row = BlocksRow.parseFrom(bytes.asByteBuffer());
    return new Blocks(
        row.getPeersList().stream().map(Rows::peer).collect(Collectors.toSet()),
        row.getNamesList().stream().map(Rows::peer).collect(Collectors.toSet()));
  }

  static Bytes write(Matrix matrix) {
    MatrixRow.Builder row = MatrixRow.newBuilder();
    matrix.rows().forEach(functions -> row.addGiven(functions.bits()));
    return Bytes.wrap(row.build().toByteArray());
  }

  static Matrix matrix(Bytes bytes) throws InvalidProtocolBufferException {
    return Matrix.of(
        MatrixRow.parseFrom(bytes.asByteBuffer()).getGivenList().stream()
            .map(Functions::new)
            .toList());
  }

  static Bytes write(TrustTime time) {
    return Bytes.wrap(
        TrustTimeRow.newBuilder()
            .setTrust(Rows.time(time.trust()))
            .setHighestWall(Rows.time(time.highestWall()))
            .setCredited(Rows.time(time.credited()))
            .setGap(Rows.time(time.gap()))
            .build()
            .toByteArray());
  }

  static TrustTime time(Bytes bytes) throws InvalidProtocolBufferException {
    TrustTimeRow row = TrustTimeRow.parseFrom(bytes.asByteBuffer());
    return new TrustTime(
        Rows.instant(row.getTrust()),
        Rows.instant(row.getHighestWall()),
        Rows.duration(row.getCredited()),
        Rows.duration(row.getGap()));
  }
}
