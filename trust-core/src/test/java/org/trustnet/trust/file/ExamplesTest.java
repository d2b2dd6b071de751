package org.trustnet.trust.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.Samples;
import org.trustnet.trust.decide.PublishedRemotes;

/** The examples, the schemas and the reader agree. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "trust-files");
  private static final String ID = "https://trustnet.org/schemas/";
  private static final Schema ACCEPT = schema("trust-file.schema.json");
  private static final Schema PUBLISH = schema("trust-file.publish.schema.json");

  private static String resource(String name) {
    try (InputStream in = ExamplesTest.class.getResourceAsStream("/org/trustnet/schemas/" + name)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Schema schema(String name) {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemas(
                    Map.of(
                        ID + "trust-file.schema.json", resource("trust-file.schema.json"),
                        ID + "trust-file.publish.schema.json",
                            resource("trust-file.publish.schema.json"))));
    return registry.getSchema(SchemaLocation.of(ID + name));
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsAcceptedAndMayBePublished(Path example) throws IOException {
    String json = Files.readString(example);
    Bytes content = Bytes.utf8(json);
    assertThat(TrustFileReader.read(content)).isNotInstanceOf(ReadResult.Refused.class);
    assertThat(PublishCheck.problems(content)).isEmpty();
    if (TrustFileReader.read(content) instanceof ReadResult.Accepted accepted) {
      assertThat(PublishedRemotes.faults(accepted.file())).isEmpty();
    }
    assertThat(ACCEPT.validate(json, InputFormat.JSON)).isEmpty();
    assertThat(PUBLISH.validate(json, InputFormat.JSON)).isEmpty();
  }

  @Test
  void theBundledListHasTheFourPublicBootstrapNodes() throws IOException {
    Bytes content = Bytes.utf8(Files.readString(EXAMPLES.resolve("bundled.json")));
    TrustFile file = ((ReadResult.Accepted) TrustFileReader.read(content)).file();
    assertThat(file.nodeCount()).isEqualTo(4);
    assertThat(file.nodes())
        .allSatisfy(
            n ->
                assertThat(n.remotes())
                    .singleElement()
                    .asString()
                    .isEqualTo("/dnsaddr/bootstrap.libp2p.io/p2p/" + n.peer()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"entities\":{}}",
        "{\"entities\":[7]}",
        "{\"entities\":[{}]}",
        "{\"entities\":[{\"nodes\":[{}]}]}",
        "{\"entities\":[{\"nodes\":[{\"pubkey\":7}]}]}",
        "{\"entities\":[],\"contact\":[7]}",
        "{\"entities\":[],\"description\":7}",
        "{\"entities\":[],\"version\":2}",
        "{\"entities\":[],\"revoked\":\"yes\"}",
        "{\"entities\":[],\"links\":\"k51\"}"
      })
  void whatTheSchemaRefusesTheReaderRefusesToo(String json) {
    assertThat(ACCEPT.validate(json, InputFormat.JSON)).isNotEmpty();
    assertThat(TrustFileReader.read(Bytes.utf8(json))).isInstanceOf(ReadResult.Refused.class);
  }

  @Test
  void aFileWithoutMandatoryFieldsIsReadAndNotPublished() {
    String json = "{\"entities\":[{\"nodes\":[{\"pubkey\":\"%s\"}]}]}".formatted(Samples.peer("x"));
    assertThat(ACCEPT.validate(json, InputFormat.JSON)).isEmpty();
    assertThat(PUBLISH.validate(json, InputFormat.JSON)).isNotEmpty();
    assertThat(PublishCheck.problems(Bytes.utf8(json))).isNotEmpty();
  }
}
