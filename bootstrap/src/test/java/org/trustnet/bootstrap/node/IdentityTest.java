package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.repo.RepositoryException;

class IdentityTest {
  @TempDir Path temp;

  private Path made(String name) {
    Path folder = temp.resolve(name);
    NewRepository.create(folder, Profile.TEST, Surroundings.ofTheMachine());
    return folder;
  }

  private static void open(Path folder) {
    OpenRepository.open(folder, "test", Map.of(), Surroundings.ofTheMachine()).close();
  }

  @Test
  void aRepositoryWithTheKeyOfAnotherIsNotOpened() throws IOException {
    Path mine = made("mine");
    Path other = made("other");
    assertThatCode(() -> open(mine)).doesNotThrowAnyException();
    Files.copy(
        other.resolve("keystore/self"),
        mine.resolve("keystore/self"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> open(mine))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("keystore/self is that of 12D3Koo")
        .hasMessageContaining("Identity.PeerID");
  }
}
