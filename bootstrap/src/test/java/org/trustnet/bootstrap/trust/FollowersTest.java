package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.refresh.RefreshQueue;

final class FollowersTest {
  private final PeerId name = TestNode.key().peerId();
  private final EntryKey first = new EntryKey.OfName(name);
  private final EntryKey second = EntryKey.OfMark.BUNDLED;
  private final Followers followers = new Followers(new RefreshQueue(), new Random(1));

  @Test
  void ofTwoEntriesWithOneNameEitherMayBeRemovedAndTheOtherIsFoundByIt() {
    followers.add(first, name);
    followers.add(second, name);
    followers.remove(first);
    assertThat(followers.named(name)).isSameAs(followers.of(second)).isNotNull();

    followers.add(first, name);
    followers.remove(first);
    assertThat(followers.named(name)).isSameAs(followers.of(second)).isNotNull();

    followers.remove(second);
    assertThat(followers.follows(name)).isFalse();
  }
}
