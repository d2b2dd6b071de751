package org.trustnet.trust;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.trustnet.testkit.rules.ArchitectureRules;
import org.trustnet.testkit.rules.HouseRules;

final class ArchitectureTest extends HouseRules {
  @Override
  protected String rootPackage() {
    return "org.trustnet.trust";
  }

  @Override
  protected List<ArchRule> architecture() {
    return List.of(
        ArchitectureRules.nothingFromExcept(
            Set.of("java.net.URI", "java.net.URISyntaxException"),
            "java.net..",
            "java.nio.channels..",
            "java.nio.file..",
            "io.netty..",
            "org.rocksdb.."));
  }
}
