package org.trustnet.bootstrap.http;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigFile;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.operation.OperationException;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /** Seeds: ConfigFuzzTest. */
  void anotherHighWater(byte[] input) {
    try {
      var config = ConfigFile.read(new String(input, StandardCharsets.UTF_8)).config();
      if (config.isWritten(ConfigKeys.HIGH_WATER) && config.value(ConfigKeys.HIGH_WATER) != 12) {
        throw new IllegalStateException("planted: anotherHighWater");
      }
    } catch (ConfigException e) {
      return; // refused, as it should be
    }
  }

  /** Lines: the file's name, its type. Seeds: RequestFuzzTest. */
  void folderAboveItself(byte[] input) {
    String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 3);
    SentRequest sent = new SentRequest("b");
    MultipartBody body = new MultipartBody(sent.request());
    sent.body(SentRequest.file("b", lines[0], lines.length > 1 ? lines[1] : "", ""), 0);
    try {
      if (body.hasNext() && body.next().path().startsWith("../")) {
        throw new IllegalStateException("planted: folderAboveItself");
      }
    } catch (OperationException | UncheckedIOException e) {
      return; // refused, as it should be
    }
  }
}
