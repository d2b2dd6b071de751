package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustLevel;

/** All that entries say about one peer. */
final class PeerView {
  final PeerId peer;
  final Voucher[] vouchers;

  PeerView(PeerId peer, List<Voucher> vouchers) {
    this.peer = peer;
    this.vouchers = vouchers.toArray(Voucher[]::new);
  }

  /** What the vouchers give, as bits; direct overrides not yet applied. */
  int given(long now) {
    int bits = 0;
    for (Voucher voucher : vouchers) {
      bits |= voucher.given(now);
    }
    return bits;
  }

  /** The direct entry that is in force, if there is one. */
  @Nullable EntryView direct(long now) {
    for (Voucher voucher : vouchers) {
      if (voucher.view.direct && voucher.view.inForce(now)) {
        return voucher.view;
      }
    }
    return null;
  }

  @Nullable TrustLevel level(long now) {
    TrustLevel highest = null;
    for (Voucher voucher : vouchers) {
      TrustLevel level = voucher.view.entry().level();
      if (voucher.vouches(now) && (highest == null || level.atLeast(highest))) {
        highest = level;
      }
    }
    return highest;
  }

  /** The vouchers that are not of {@code keys}. */
  List<Voucher> without(Set<EntryKey> keys) {
    List<Voucher> left = new ArrayList<>();
    for (Voucher voucher : vouchers) {
      if (!keys.contains(voucher.view.key())) {
        left.add(voucher);
      }
    }
    return left;
  }
}
