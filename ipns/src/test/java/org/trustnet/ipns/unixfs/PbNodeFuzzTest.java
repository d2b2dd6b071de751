package org.trustnet.ipns.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Comparator;
import org.trustnet.multiformats.Bytes;

final class PbNodeFuzzTest {
  /** Whatever comes, it is a node or malformed; a node survives being written canonically. */
  @FuzzTest
  void readsOrRefuses(byte[] input) throws MalformedNodeException {
    PbNode node;
    try {
      node = PbNode.decode(Bytes.copyOf(input));
    } catch (MalformedNodeException e) {
      return;
    }
    PbNode again = PbNode.decode(node.encode());
    assertThat(again.data()).isEqualTo(node.data());
    assertThat(again.links())
        .isEqualTo(node.links().stream().sorted(Comparator.comparing(PbLink::name)).toList());
    assertThat(again.encode()).isEqualTo(node.encode());
  }
}
