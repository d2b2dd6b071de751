package org.trustnet.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule fails once on planted classes, compiled here, and is quiet on those beside them. */
final class ArchitectureRulesTest {
  private static final String CHANNEL = "package io.netty.channel; public interface Channel {}";
  private static final String BUFFER = "package io.netty.buffer; public class ByteBuf {}";

  @TempDir private Path output;

  @BeforeEach
  void compileTheLibrary() throws IOException {
    compile(CHANNEL, BUFFER);
  }

  @Test
  void findsPackagesInACircle() throws IOException {
    compile("package r.a; public class A { r.b.B b; }", "package r.b; public class B { r.a.A a; }");
    assertThat(failures(ArchitectureRules.noCyclesUnder("r"))).contains("Cycle detected");
  }

  @Test
  void findsARootPackageInACircleWithItsOwnPart() throws IOException {
    compile("package r; public class A { r.b.B b; }", "package r.b; public class B { r.A a; }");
    assertThat(failures(ArchitectureRules.noCyclesUnder("r"))).contains("Cycle detected");
  }

  @Test
  void isQuietAboutArrowsThatAllPointDown() throws IOException {
    compile(
        "package r.a; public class A { r.b.B b; r.C c; }",
        "package r.b; public class B {}",
        "package r; public class C {}");
    assertThat(failures(ArchitectureRules.noCyclesUnder("r"))).isEmpty();
  }

  @Test
  void findsNettyOutsideHandlersAndWirePackages() throws IOException {
    String source =
        "package r.%s; public class %s { Object f(io.netty.channel.Channel c) { return c; } }";
    ArchRule rule = ArchitectureRules.nettyChannelsOnlyInHandlersAnd("r.wire..");
    compile(
        source.formatted("ping", "PingHandler"),
        source.formatted("wire", "Tcp"),
        "package r.ping; class Wire { io.netty.buffer.ByteBuf bytes; }");
    assertThat(failures(rule)).isEmpty();
    compile(source.formatted("ping", "PingSession"));
    assertThat(failures(rule)).contains("r.ping.PingSession").doesNotContain("PingHandler");
  }

  @Test
  void findsALibraryThatIsForbidden() throws IOException {
    compile("package r; class A { java.net.URI uri; }");
    assertThat(failures(ArchitectureRules.nothingFrom("java.net.."))).contains("java.net.URI");
    assertThat(failures(ArchitectureRules.nothingFrom("java.sql.."))).isEmpty();
  }

  @Test
  void letsPureTypesOfAForbiddenLibraryThrough() throws IOException {
    ArchRule rule = ArchitectureRules.nothingFromExcept(Set.of("java.net.URI"), "java.net..");
    compile("package r; class A { java.net.URI uri; }");
    assertThat(failures(rule)).isEmpty();
    compile("package r; class B { java.net.Socket socket; }");
    assertThat(failures(rule)).contains("java.net.Socket").doesNotContain("r.A");
  }

  @Test
  void findsALibraryOutsideItsOnePackage() throws IOException {
    compile("package r.http; class A { java.net.URI uri; }");
    ArchRule rule = ArchitectureRules.onlyIn("r.http..", "java.net..");
    assertThat(failures(rule)).isEmpty();
    compile("package r.node; class B { java.net.URI uri; }");
    assertThat(failures(rule)).contains("r.node.B").doesNotContain("r.http.A");
  }

  @Test
  void findsALibraryInPublicSignatures() throws IOException {
    compile(
        """
        package r;
        import io.netty.buffer.ByteBuf;
        public class Api {
          public void takes(ByteBuf bytes) {}
          public java.util.List<ByteBuf> gives() { return null; }
          protected ByteBuf field;
          void hidden(ByteBuf bytes) {}
          public static class Nested extends ByteBuf {}
        }
        """);
    String found = failures(ArchitectureRules.noSignatureNames("io.netty"));
    assertThat(found).contains("Api.takes(", "Api.gives()", "Api.field", "Api$Nested");
    assertThat(found).doesNotContain("Api.hidden");
  }

  @Test
  void isQuietAboutSignaturesThatNobodyOutsideSees() throws IOException {
    compile(
        "package r.wire; public class Codec { public void takes(io.netty.buffer.ByteBuf b) {} }",
        "package r; class Hidden { public static class A { public io.netty.buffer.ByteBuf b; } }");
    assertThat(failures(ArchitectureRules.noSignatureNames("io.netty", "r.wire.."))).isEmpty();
    assertThat(failures(ArchitectureRules.noSignatureNames("io.netty"))).contains("Codec.takes(");
  }

  private String failures(ArchRule rule) {
    JavaClasses ours =
        new ClassFileImporter().withImportOption(each -> each.contains("/r/")).importPath(output);
    return String.join("\n", rule.evaluate(ours).getFailureReport().getDetails());
  }

  private void compile(String... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Files.createDirectories(output);
    List<String> options = List.of("-d", output.toString(), "-cp", output.toString(), "-proc:none");
    List<Source> units = Arrays.stream(sources).map(Source::new).toList();
    assertThat(compiler.getTask(null, null, null, options, null, units).call()).isTrue();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("memory:///" + nameIn(text) + ".java"), Kind.SOURCE);
      this.text = text;
    }

    private static String nameIn(String text) {
      String flat = text.replace('\n', ' ');
      return flat.replaceFirst(".*?\\b(?:class|interface) (\\w+).*", "$1");
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
