package org.trustnet.bootstrap.answers;

import java.util.HexFormat;
import org.trustnet.multiformats.Bytes;

/** Bytes as {@code hexdump -C} shows them: offset, 16 bytes in two groups, their ASCII. */
final class HexDump {
  private static final int ROW = 16;
  private static final HexFormat HEX = HexFormat.of();

  private HexDump() {}

  static String of(Bytes bytes) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < bytes.length(); at += ROW) {
      row(out, at, bytes.slice(at, Math.min(at + ROW, bytes.length())));
    }
    return out.toString();
  }

  private static void row(StringBuilder out, int offset, Bytes row) {
    StringBuilder ascii = new StringBuilder();
    out.append(HEX.toHexDigits(offset)).append(' ');
    for (int i = 0; i < ROW; i++) {
      out.append(i % (ROW / 2) == 0 ? " " : "");
      if (i < row.length()) {
        int b = row.at(i) & 0xff;
        out.append(HEX.toHexDigits((byte) b)).append(' ');
        ascii.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
      } else {
        out.append("   ");
      }
    }
    out.append(" |").append(ascii).append("|\n");
  }
}
