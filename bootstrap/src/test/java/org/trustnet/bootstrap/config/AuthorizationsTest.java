package org.trustnet.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AuthorizationsTest {
  private static Config read(String callers) {
    return ConfigFile.read("{\"API\": {\"Authorizations\": " + callers + "}}").config();
  }

  private static String caller(String secret) {
    return "{\"alice\": {\"AuthSecret\": \"" + secret + "\", \"AllowedPaths\": [\"/api/v0/id\"]}}";
  }

  @Test
  void readsCallersAsKuboWritesThem() {
    String text =
        "{\"Alice\": {\"AuthSecret\": \"basic:alice:password123\","
            + " \"AllowedPaths\": [\"/api/v0/id\", \"/api/v0/files\"]},"
            + " \"Bob\": {\"AuthSecret\": \"bearer:secret-token123\"}}";

    assertThat(read(text).value(ConfigKeys.API_AUTHORIZATIONS))
        .isEqualTo(
            Map.of(
                "Alice",
                new ApiAuthorization(
                    "basic:alice:password123", List.of("/api/v0/id", "/api/v0/files")),
                "Bob",
                new ApiAuthorization("bearer:secret-token123", List.of())));
  }

  /** As Kubo's ConvertAuthSecret. */
  @ParameterizedTest
  @CsvSource({
    "someToken, Bearer someToken",
    "bearer:someToken, Bearer someToken",
    "bearer:a:b, Bearer a:b",
    "basic:user:pass, Basic dXNlcjpwYXNz",
    "basic:dXNlcjpwYXNz, Basic dXNlcjpwYXNz",
    "basic:user:pa:ss, Basic dXNlcjpwYTpzcw=="
  })
  void aSecretIsWhatTheCallerSends(String secret, String header) {
    assertThat(new ApiAuthorization(secret, List.of()).header()).isEqualTo(header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bearer:",
        "bearer: ",
        "bearer:hush hush",
        "bearer:hush\\n",
        "hushé",
        "digest:hush",
        "Bearer:hush",
        "basic:",
        "basic::hush",
        "basic:hush:",
        "basic:hush",
        "basic:aHVzaA=="
      })
  void aSecretThatNobodyCouldSendOrThatIsEmptyIsRefusedWithoutBeingShown(String secret) {
    assertThatThrownBy(() -> read(caller(secret)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("line 1: API.Authorizations: alice: AuthSecret")
        .message()
        .doesNotContain("hush", "aHVz");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | it must be an object of callers",
        "{\"tokenOfOld\": \"/api/v0\"} | it must be an object of callers",
        "{\"a\": {\"AuthSecret\": \"x\", \"Allowed\": []}} | a: \"Allowed\" is no field",
        "{\"a\": {\"AllowedPaths\": []}} | a: AuthSecret is missing",
        "{\"a\": {\"AuthSecret\": 7}} | a: AuthSecret is missing, or not a text",
        "{\"a\": {\"AuthSecret\": \"x\", \"AllowedPaths\": \"/\"}} | a: AllowedPaths must be a"
            + " list",
        "{\"a\": {\"AuthSecret\": \"x\", \"AllowedPaths\": [\"id\"]}} | a: AllowedPaths: a path"
            + " begins",
        "{\"a\": {\"AuthSecret\": \"x\"}, \"b\": {\"AuthSecret\": \"bearer:x\"}} | b: its"
            + " AuthSecret is",
        "{\"api-token\": {\"AuthSecret\": \"x\"}} | the name of a caller is",
        "{\" \": {\"AuthSecret\": \"x\"}} | the name of a caller is"
      })
  void whatIsNotKubosFormIsRefused(String callers, String why) {
    assertThatThrownBy(() -> read(callers))
        .hasMessageStartingWith("line 1: API.Authorizations: " + why)
        .message()
        .doesNotContain("tokenOfOld");
  }

  @Test
  void secretsAreWrittenToTheFileAndShownNowhere() {
    Config config = read(caller("bearer:hush"));

    assertThat(ConfigFile.tree(config, true).toString())
        .contains("alice", "/api/v0/id")
        .doesNotContain("hush");
    assertThat(config.json(ConfigKeys.API_AUTHORIZATIONS).toString()).doesNotContain("hush");
    assertThat(config.value(ConfigKeys.API_AUTHORIZATIONS).toString()).doesNotContain("hush");
    String written = JsonMapper.shared().writeValueAsString(ConfigFile.tree(config, false));
    assertThat(ConfigFile.read(written).config().value(ConfigKeys.API_AUTHORIZATIONS))
        .isEqualTo(config.value(ConfigKeys.API_AUTHORIZATIONS));
  }

  private static String callers(int count) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append("\"a%1$d\":{\"AuthSecret\":\"s%1$d\"}".formatted(i));
    }
    return text.append('}').toString();
  }

  private static void assertLimit(Runnable atIt, Runnable above) {
    atIt.run();
    assertThatThrownBy(above::run).isInstanceOf(RuntimeException.class);
  }

  @Test
  void countsAndLengthsHaveLimits() {
    assertLimit(
        () -> read(callers(ApiAuthorization.MAX_CALLERS)),
        () -> read(callers(ApiAuthorization.MAX_CALLERS + 1)));
    assertLimit(() -> named(ApiAuthorization.MAX_NAME), () -> named(ApiAuthorization.MAX_NAME + 1));
    assertLimit(
        () -> secret(ApiAuthorization.MAX_SECRET), () -> secret(ApiAuthorization.MAX_SECRET + 1));
    assertLimit(() -> paths(ApiAuthorization.MAX_PATHS, 1), () -> paths(65, 1));
    assertLimit(
        () -> paths(1, ApiAuthorization.MAX_PATH), () -> paths(1, ApiAuthorization.MAX_PATH + 1));
  }

  private static void named(int length) {
    read("{\"" + "n".repeat(length) + "\": {\"AuthSecret\": \"x\"}}");
  }

  private static void secret(int length) {
    assertThat(new ApiAuthorization("s".repeat(length), List.of()).header()).isNotBlank();
  }

  private static void paths(int count, int length) {
    List<String> paths = java.util.Collections.nCopies(count, "/" + "p".repeat(length - 1));
    assertThat(new ApiAuthorization("x", paths).allowedPaths()).hasSize(count);
  }
}
