package org.trustnet.bootstrap.config;

import java.util.Locale;

/**
 * One setting.
 *
 * @param path its place in the file, for example {@code Swarm.ConnMgr.HighWater}
 * @param type how it is read and written
 * @param byDefault the value where the file does not name it
 * @param doc one line for {@code config show}'s readers
 */
public record ConfigKey<T>(String path, ConfigType<T> type, T byDefault, String doc) {
  /** The environment variable that overrides it: {@code TRUSTNET_SWARM_CONNMGR_HIGHWATER}. */
  public String variable() {
    return "TRUSTNET_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
