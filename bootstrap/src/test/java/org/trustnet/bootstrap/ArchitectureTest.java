package org.trustnet.bootstrap;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.trustnet.testkit.rules.ArchitectureRules;
import org.trustnet.testkit.rules.HouseRules;
import org.trustnet.testkit.rules.Rule;
import org.trustnet.testkit.rules.SourceRules;

final class ArchitectureTest extends HouseRules {
  @Override
  protected String rootPackage() {
    return "org.trustnet.bootstrap";
  }

  @Override
  protected void exceptions(SourceRules rules) {
    rules.allow(
        "org.trustnet.bootstrap.clock.Surroundings",
        "the one place where the node gets its clocks from",
        Rule.NANO_TIME,
        Rule.WALL_CLOCK);
    rules.allow(
        "org.trustnet.bootstrap.answers.TestNode",
        "real sockets live in real time",
        Rule.NANO_TIME,
        Rule.WALL_CLOCK);
  }

  @Override
  protected List<ArchRule> architecture() {
    return List.of(
        ArchitectureRules.nothingFrom("org.rocksdb.."),
        ArchitectureRules.onlyIn("..bootstrap.http..", "io.netty..", "io.vertx.."));
  }
}
