package org.trustnet.ipns.unixfs;

import java.io.InputStream;
import org.trustnet.multiformats.Bytes;

/** The bytes 0 to 250, over and over: what the CIDs from Kubo in these tests were made of. */
final class TestPattern {
  static final int PERIOD = 251;

  private TestPattern() {}

  static Bytes bytes(long offset, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((offset + i) % PERIOD);
    }
    return Bytes.wrap(bytes);
  }

  static InputStream stream(long length) {
    return new InputStream() {
      private long position;

      @Override
      public int read() {
        return position == length ? -1 : (int) (position++ % PERIOD);
      }

      @Override
      public int read(byte[] target, int at, int wanted) {
        if (position == length) {
          return wanted == 0 ? 0 : -1;
        }
        int count = (int) Math.min(wanted, length - position);
        for (int i = 0; i < count; i++) {
          target[at + i] = (byte) ((position + i) % PERIOD);
        }
        position += count;
        return count;
      }
    };
  }
}
