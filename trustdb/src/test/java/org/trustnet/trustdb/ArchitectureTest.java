package org.trustnet.trustdb;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.trustnet.testkit.rules.ArchitectureRules;
import org.trustnet.testkit.rules.HouseRules;

final class ArchitectureTest extends HouseRules {
  @Override
  protected String rootPackage() {
    return "org.trustnet.trustdb";
  }

  @Override
  protected List<ArchRule> architecture() {
    return List.of(
        ArchitectureRules.nothingFrom("io.netty..", "java.net..", "java.nio.channels.."));
  }
}
