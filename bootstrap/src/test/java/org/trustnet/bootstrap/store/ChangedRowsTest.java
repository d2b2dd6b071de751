package org.trustnet.bootstrap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;

class ChangedRowsTest {
  private static final Bytes KEY = Bytes.utf8("key");

  private final ChangedRows<Integer> rows = new ChangedRows<>();

  @Test
  void givesTheLastStateOfARowOnce() {
    rows.stored(KEY, 1);
    rows.stored(KEY, 2);

    assertThat(rows.take()).containsExactly(Map.entry(KEY, Optional.of(2)));
    assertThat(rows.take()).isEmpty();
  }

  @Test
  void whatChangedAfterItWasTakenWinsOverWhatIsPutBack() {
    rows.stored(KEY, 1);
    Map<Bytes, Optional<Integer>> taken = rows.take();
    rows.gone(KEY);

    assertThat(rows.putBack(taken)).isZero();

    assertThat(rows.take()).containsExactly(Map.entry(KEY, Optional.empty()));
  }

  @Test
  void givesUpWhatIsPutBackBeyondTheBound() {
    Map<Bytes, Optional<Integer>> taken = new HashMap<>();
    for (int i = 0; i < ChangedRows.MAX_PUT_BACK + 2; i++) {
      taken.put(Bytes.utf8("key " + i), Optional.of(i));
    }

    assertThat(rows.putBack(taken)).isEqualTo(2);

    assertThat(rows.take()).hasSize(ChangedRows.MAX_PUT_BACK);
  }

  @Test
  void notesAsManyRowsAsTheLimitAndNotOneMore() {
    for (int i = 0; i < ChangedRows.MAX_WAITING; i++) {
      rows.stored(Bytes.utf8("key " + i), i);
    }
    assertThat(rows.takeMissed()).isZero();

    rows.stored(KEY, 1);
    rows.gone(KEY);
    rows.gone(Bytes.utf8("key 1"));

    assertThat(rows.takeMissed()).isEqualTo(2);
    assertThat(rows.takeMissed()).isZero();
    assertThat(rows.take())
        .hasSize(ChangedRows.MAX_WAITING)
        .containsEntry(Bytes.utf8("key 1"), Optional.empty())
        .doesNotContainKey(KEY);
  }
}
