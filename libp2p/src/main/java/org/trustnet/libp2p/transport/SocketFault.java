package org.trustnet.libp2p.transport;

import io.netty.channel.ConnectTimeoutException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a socket failed, in plain words. Netty and the JDK name their own calls and the system's
 * numbers, and each otherwise for the same fault: that is nothing for a user to read. Pure.
 */
public final class SocketFault {
  private static final String REFUSED = "connection refused";
  private static final String TIMED_OUT = "timed out";
  private static final String UNREACHABLE = "unreachable";
  private static final String RESET = "connection reset";
  private static final String NO_ADDRESS = "this machine has no address to reach it from";
  private static final String FORBIDDEN = "this machine does not permit it";
  private static final String NO_FILES = "too many open files";

  /** As Netty's epoll transport writes the system's number. */
  private static final Pattern NUMBER = Pattern.compile("error\\(-?(\\d{1,4})\\)");

  /** {@code errno} of Linux, where epoll is. */
  private static final Map<Integer, String> BY_NUMBER =
      Map.ofEntries(
          Map.entry(1, FORBIDDEN),
          Map.entry(13, FORBIDDEN),
          Map.entry(23, NO_FILES),
          Map.entry(24, NO_FILES),
          Map.entry(32, RESET),
          Map.entry(97, NO_ADDRESS),
          Map.entry(99, NO_ADDRESS),
          Map.entry(100, UNREACHABLE),
          Map.entry(101, UNREACHABLE),
          Map.entry(103, RESET),
          Map.entry(104, RESET),
          Map.entry(110, TIMED_OUT),
          Map.entry(111, REFUSED),
          Map.entry(112, UNREACHABLE),
          Map.entry(113, UNREACHABLE));

  /** What tells the fault in the words of the JDK; the first that is in them counts. */
  private static final List<Map.Entry<String, String>> BY_WORD =
      List.of(
          Map.entry("refused", REFUSED),
          Map.entry("timed out", TIMED_OUT),
          Map.entry("unreachable", UNREACHABLE),
          Map.entry("no route", UNREACHABLE),
          Map.entry("host is down", UNREACHABLE),
          Map.entry("reset", RESET),
          Map.entry("broken pipe", RESET),
          Map.entry("abort", RESET),
          Map.entry("requested address", NO_ADDRESS),
          Map.entry("family not supported", NO_ADDRESS),
          Map.entry("permi", FORBIDDEN),
          Map.entry("too many open files", NO_FILES));

  private SocketFault() {}

  /**
   * What a user is told of {@code cause}: a few words, such as {@code connection refused}, without
   * the address.
   */
  public static String told(Throwable cause) {
    if (cause instanceof ConnectTimeoutException || cause instanceof SocketTimeoutException) {
      return TIMED_OUT;
    }
    if (cause instanceof NoRouteToHostException) {
      return UNREACHABLE;
    }
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    Matcher number = NUMBER.matcher(text);
    String known =
        number.find() ? BY_NUMBER.getOrDefault(Integer.parseInt(number.group(1)), "") : "";
    return known.isEmpty()
        ? BY_WORD.stream()
            .filter(word -> text.contains(word.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("the connection failed")
        : known;
  }
}
