package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.multiformats.Multiaddr;

@Timeout(60)
class ApiProofTest {
  private static final String NONCE = "0123456789abcdef".repeat(4);
  private static final Multiaddr ANY = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");

  private final HttpClient client = HttpClient.newHttpClient();
  private RpcServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = RpcServer.start(ANY, new Operations(), new RpcGuard("secret", Map.of()), () -> true);
    port = server.address(ANY).port().orElseThrow();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<String> get(String query, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + ApiProof.PATH + "?" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void isTheCodeOfPurposePortAndNonceUnderTheToken() {
    // printf 'trustnet api proof\n5101\n%s' NONCE | openssl dgst -sha256 -hmac secret
    assertThat(ApiProof.of("secret", 5_101, NONCE))
        .isEqualTo("e9eb1b11867584a4d798378db08abeb22e4d2ded9d816ea502b89b2a301832d1");
  }

  @Test
  void differsByTokenPortAndNonce() {
    String proof = ApiProof.of("secret", 5_101, NONCE);
    assertThat(ApiProof.of("other", 5_101, NONCE)).isNotEqualTo(proof);
    assertThat(ApiProof.of("secret", 5_102, NONCE)).isNotEqualTo(proof);
    assertThat(ApiProof.of("secret", 5_101, NONCE.replace('0', '1'))).isNotEqualTo(proof);
  }

  @Test
  void isGivenByTheNodeToWhoeverAsksOnItsPort() throws Exception {
    HttpResponse<String> answer = get("nonce=" + NONCE);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ApiProof.of("secret", port, NONCE) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonce=", "nonce=12", "nonce=%0A", "nonce=ABCDEF", "other=1"})
  void isNotGivenForAnythingElse(String query) throws Exception {
    HttpResponse<String> answer = get(query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("?nonce=64 hexadecimal digits");
  }

  @Test
  void isNotGivenToAWebPageFromElsewhere() throws Exception {
    assertThat(get("nonce=" + NONCE, "Origin", "https://example.org").statusCode()).isEqualTo(403);
  }
}
