package org.trustnet.interop;

import org.trustnet.testkit.rules.HouseRules;
import org.trustnet.testkit.rules.Rule;
import org.trustnet.testkit.rules.SourceRules;

final class ArchitectureTest extends HouseRules {
  @Override
  protected String rootPackage() {
    return "org.trustnet.interop";
  }

  @Override
  protected void exceptions(SourceRules rules) {
    String foreign = "other programs live in real time";
    rules.allow("org.trustnet.interop.Eventually", foreign, Rule.NANO_TIME);
    rules.allow("org.trustnet.interop.KuboConnectionInteropTest", foreign, Rule.NANO_TIME);
    rules.allow("org.trustnet.interop.LargeFileInteropTest", foreign, Rule.NANO_TIME);
    rules.allow("org.trustnet.interop.OurNode", foreign, Rule.NANO_TIME, Rule.WALL_CLOCK);
    rules.allow("org.trustnet.interop.RecordJudgementInteropTest", foreign, Rule.WALL_CLOCK);
    rules.allow("org.trustnet.interop.Records", foreign, Rule.WALL_CLOCK);
  }
}
