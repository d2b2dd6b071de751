package org.trustnet.ipns;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.trustnet.testkit.rules.ArchitectureRules;
import org.trustnet.testkit.rules.HouseRules;
import org.trustnet.testkit.rules.Rule;
import org.trustnet.testkit.rules.SourceRules;

final class ArchitectureTest extends HouseRules {
  @Override
  protected String rootPackage() {
    return "org.trustnet.ipns";
  }

  @Override
  protected List<ArchRule> architecture() {
    return List.of(ArchitectureRules.nothingFrom("io.netty..", "org.rocksdb..", "io.vertx.."));
  }

  @Override
  protected void exceptions(SourceRules rules) {
    rules.allow("org.trustnet.ipns.bitswap.BitswapTest", "real sockets", Rule.NANO_TIME);
  }
}
