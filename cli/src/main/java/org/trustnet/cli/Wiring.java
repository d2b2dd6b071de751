package org.trustnet.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.answers.Version;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.OpenRepository;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.repo.Repository;

/**
 * What the commands run on. A command whose part is absent does not exist.
 *
 * @param launcher for {@code run} and everything that asks a running node
 * @param initializer for {@code init}
 * @param offline for what works on a repository without a node
 * @param local for what needs nothing
 * @param demo for {@code demo}
 */
public record Wiring(
    Optional<NodeLauncher> launcher,
    Optional<Initializer> initializer,
    Optional<OfflineOperations> offline,
    Optional<LocalOperations> local,
    Optional<Demo> demo) {

  /**
   * The program's own.
   *
   * @param environment of the process
   */
  public static Wiring production(Map<String, String> environment) {
    return new Wiring(
        Optional.of(new NodeRunner(environment)),
        Optional.of(new NodeInitializer()),
        Optional.of(repository -> offline(repository, environment)),
        Optional.of(Wiring::localOperations),
        Optional.of(new DemoRunner()));
  }

  private static OfflineOperations.Opened offline(
      Path repository, Map<String, String> environment) {
    Surroundings machine = Surroundings.ofTheMachine();
    OpenRepository opened =
        OpenRepository.open(
            repository,
            "a command of pid " + ProcessHandle.current().pid(),
            environment,
            machine,
            Waiting.on(repository, machine.nanos()));
    Operations operations = opened.operationsWithoutNode();
    return new OfflineOperations.Opened() {
      @Override
      public Operations operations() {
        return operations;
      }

      @Override
      public void close() {
        opened.close();
      }
    };
  }

  /** Makes repositories of the profiles there are. */
  private static final class NodeInitializer implements Initializer {
    @Override
    public List<String> profiles() {
      return Arrays.stream(Profile.values()).map(Profile::id).toList();
    }

    @Override
    public Map<String, Object> init(Path repository, String profile) {
      Profile known = Profile.byId(profile).orElseThrow();
      Map<String, Object> told = new LinkedHashMap<>();
      told.put(
          "ID", NewRepository.create(repository, known, Surroundings.ofTheMachine()).toString());
      return told;
    }

    @Override
    public String profileOf(Path repository) {
      return Profile.of(Repository.config(repository).config()).id();
    }
  }

  private static Operations localOperations() {
    Operations operations = OpenRepository.filesOnly();
    Version.addTo(operations);
    return operations;
  }
}
