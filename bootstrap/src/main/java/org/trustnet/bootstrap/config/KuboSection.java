package org.trustnet.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/**
 * A section of Kubo's configuration that names peers, {@code Bootstrap} or {@code Peering}. The
 * trust database decides in its place (trust model, section 8): it is not used, and not lost. Pure.
 *
 * @param name the section
 * @param json its value, exactly as the file has it
 */
public record KuboSection(String name, String json) {
  /** Longest command that takes peers over, in characters; those beyond are counted only. */
  static final int MAX_COMMAND = 8_192;

  private static final String BOOTSTRAP = "Bootstrap";
  private static final String PEERING = "Peering";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._:-]+");

  /** Whether {@code path} is such a section. */
  static boolean isOne(String path) {
    return path.equals(BOOTSTRAP) || path.equals(PEERING);
  }

  /**
   * One line: that it is not used, and the command that takes its peers over, for a POSIX shell.
   */
  public String advice() {
    String unused = name + " of the configuration is not used: the trust database decides; ";
    List<String> values = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (@Nullable String value : peers()) {
      values.add(String.valueOf(value));
      if (value != null && isAddress(value) && !addresses.contains(value)) {
        addresses.add(value);
      }
    }
    long unfit = values.stream().filter(value -> !addresses.contains(value)).count();
    String left = unfit == 0 ? "" : "; " + unfit + " of its values are no address of a peer";
    if (addresses.isEmpty()) {
      return unused + "it names no peer that could be taken over" + left;
    }
    return unused + "to take its peers over: " + command(addresses) + left;
  }

  private String command(List<String> addresses) {
    StringBuilder text =
        new StringBuilder(
            name.equals(BOOTSTRAP) ? "trustnet bootstrap add" : "trustnet swarm peering add");
    for (int i = 0; i < addresses.size(); i++) {
      String word = shellWord(addresses.get(i));
      if (text.length() + 1 + word.length() > MAX_COMMAND) {
        return text + "; then the other " + (addresses.size() - i) + " in the same way";
      }
      text.append(' ').append(word);
    }
    return text.toString();
  }

  private static String shellWord(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static boolean isAddress(String text) {
    try {
      return text.equals(Printable.escape(text)) && Multiaddr.parse(text).peerId().isPresent();
    } catch (MultiformatException e) {
      return false;
    }
  }

  /** What stands where Kubo has addresses; null for what is no text. */
  private List<@Nullable String> peers() {
    List<@Nullable String> all = new ArrayList<>();
    Object value;
    try {
      value = ConfigFile.json(json);
    } catch (IllegalArgumentException e) {
      all.add(null); // a number beyond any of Kubo's
      return all;
    }
    if (name.equals(BOOTSTRAP)) {
      list(value).forEach(each -> all.add(each instanceof String text ? text : null));
    } else if (value instanceof Map<?, ?> section) {
      list(section.get("Peers")).forEach(each -> addPeer(each, all));
    }
    return all;
  }

  private static void addPeer(Object peer, List<@Nullable String> all) {
    if (!(peer instanceof Map<?, ?> fields) || !(fields.get("ID") instanceof String id)) {
      all.add(null);
      return;
    }
    List<?> addresses = list(fields.get("Addrs"));
    if (addresses.isEmpty()) {
      all.add("/p2p/" + id);
    }
    addresses.forEach(each -> all.add(each instanceof String text ? withPeer(text, id) : null));
  }

  private static @Nullable String withPeer(String address, String id) {
    try {
      Multiaddr parsed = Multiaddr.parse(address);
      PeerId peer = PeerId.parse(id);
      if (parsed.peerId().isPresent()) {
        return parsed.peerId().get().equals(peer) ? address : null;
      }
      return parsed.withPeer(peer).toString();
    } catch (MultiformatException e) {
      return null;
    }
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
