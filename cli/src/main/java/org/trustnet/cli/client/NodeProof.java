package org.trustnet.cli.client;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.trustnet.bootstrap.http.ApiProof;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.TimeLimit;

/**
 * Asks whoever listens to prove that it knows the token, without sending it ({@link ApiProof}).
 *
 * @param address that was connected to
 * @param token content of the file {@code api-token}
 * @param patience how long the answer may take
 */
record NodeProof(RpcAddress address, String token, Duration patience) {
  /**
   * How long it may take on the command line: a node answers at once, unless its machine is very
   * busy.
   */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int MAX_ANSWER = 1_024;

  /** Whether the proof came; no answer in time, or a broken one, is none. */
  boolean isGivenOn(HttpConnection connection) throws InterruptedException {
    AtomicBoolean given = new AtomicBoolean();
    try {
      TimeLimit.<RuntimeException>within(Optional.of(patience), _ -> given.set(asked(connection)));
    } catch (OperationException e) {
      return false; // in time nothing came
    }
    return given.get();
  }

  private boolean asked(HttpConnection connection) throws InterruptedException {
    byte[] random = new byte[ApiProof.NONCE_BYTES];
    new SecureRandom().nextBytes(random);
    String nonce = HexFormat.of().formatHex(random);
    String head =
        "GET %s?nonce=%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: trustnet\r\n\r\n"
            .formatted(ApiProof.PATH, nonce, address.host());
    try {
      connection.out().write(head.getBytes(StandardCharsets.US_ASCII));
      connection.out().flush();
      HttpHead answer = connection.head();
      byte[] body = connection.body(answer).readNBytes(MAX_ANSWER);
      String expected = ApiProof.of(token, address.port(), nonce) + "\n";
      return answer.status() == 200
          && MessageDigest.isEqual(body, expected.getBytes(StandardCharsets.US_ASCII));
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException("broken off");
    } catch (IOException e) {
      return false;
    }
  }
}
