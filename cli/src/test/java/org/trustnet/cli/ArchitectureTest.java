package org.trustnet.cli;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.trustnet.testkit.rules.ArchitectureRules;
import org.trustnet.testkit.rules.HouseRules;

final class ArchitectureTest extends HouseRules {
  @Override
  protected String rootPackage() {
    return "org.trustnet.cli";
  }

  @Override
  protected List<ArchRule> architecture() {
    return List.of(ArchitectureRules.nothingFrom("io.netty..", "io.vertx..", "org.rocksdb.."));
  }
}
