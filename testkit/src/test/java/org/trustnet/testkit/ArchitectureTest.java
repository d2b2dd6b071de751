package org.trustnet.testkit;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.trustnet.testkit.rules.ArchitectureRules;
import org.trustnet.testkit.rules.HouseRules;
import org.trustnet.testkit.rules.Rule;
import org.trustnet.testkit.rules.SourceRules;

final class ArchitectureTest extends HouseRules {
  @Override
  protected String rootPackage() {
    return "org.trustnet.testkit";
  }

  @Override
  protected void exceptions(SourceRules rules) {
    rules.allow(
        "org.trustnet.testkit.fuzz.FuzzDriver", "fuzz targets get real time", Rule.NANO_TIME);
  }

  @Override
  protected List<ArchRule> architecture() {
    return List.of(ArchitectureRules.nothingFrom("io.netty..", "org.rocksdb.."));
  }
}
