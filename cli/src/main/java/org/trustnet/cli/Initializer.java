package org.trustnet.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes repositories. */
public interface Initializer {
  /** The profiles there are, the default one first. */
  List<String> profiles();

  /**
   * Makes a repository.
   *
   * @param profile one of {@link #profiles()}
   * @return what to tell the user, for example {@code ID}, in order
   * @throws org.trustnet.bootstrap.repo.RepositoryException if there is one, or the disk refuses
   */
  Map<String, Object> init(Path repository, String profile);

  /** The profile that the repository is of; one of {@link #profiles()}. */
  String profileOf(Path repository);
}
