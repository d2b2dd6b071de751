package org.trustnet.cli;

import java.util.Map;

/** The one-letter names of options, Kubo's where it has them. */
final class ShortOptions {
  private static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("add recursive", "-r"),
          Map.entry("add quiet", "-q"),
          Map.entry("add quieter", "-Q"),
          Map.entry("add wrap-with-directory", "-w"),
          Map.entry("add only-hash", "-n"),
          Map.entry("add progress", "-p"),
          Map.entry("cat offset", "-o"),
          Map.entry("cat length", "-l"),
          Map.entry("id format", "-f"),
          Map.entry("key/gen type", "-t"),
          Map.entry("key/gen size", "-s"),
          Map.entry("key/import format", "-f"),
          Map.entry("key/export format", "-f"),
          Map.entry("key/rename force", "-f"),
          Map.entry("name/publish key", "-k"),
          Map.entry("name/publish lifetime", "-t"),
          Map.entry("name/publish quieter", "-Q"),
          Map.entry("name/resolve recursive", "-r"),
          Map.entry("name/resolve nocache", "-n"),
          Map.entry("ping count", "-n"),
          Map.entry("publish key", "-k"),
          Map.entry("routing/findprovs num-providers", "-n"),
          Map.entry("swarm/peers direction", "-d"),
          Map.entry("version number", "-n"));

  private ShortOptions() {}

  /** The names of an option on the command line, dashes included. */
  static String[] names(String path, String option) {
    if (option.length() == 1) {
      return new String[] {"-" + option};
    }
    String shortName = option.equals("verbose") ? "-v" : ALL.get(path + " " + option);
    return shortName == null
        ? new String[] {"--" + option}
        : new String[] {shortName, "--" + option};
  }
}
