package org.trustnet.libp2p.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DohResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** One question to one server. The edge: owns its socket for as long as it takes. */
final class DnsExchange {
  /** How often a question is sent by UDP; either datagram may be lost. */
  static final int SENDINGS = 2;

  /** How long each of them waits. */
  static final Duration WAIT = Duration.ofSeconds(2);

  /** Datagrams that are not the answer: late ones, or guesses of someone who forges. */
  static final int MAX_STRAYS = 32;

  /** Longest UDP answer we ask for; fits into any path's packets. */
  static final int UDP_BYTES = 1_232;

  private final Message query;
  private final LongSupplier nanos;
  private final long deadlineNanos;

  DnsExchange(Message query, LongSupplier nanos, long deadlineNanos) {
    this.query = query;
    this.nanos = nanos;
    this.deadlineNanos = deadlineNanos;
  }

  /** The answer, which may say that something failed. */
  Message with(DnsServer server) throws DnsException {
    try {
      return switch (server) {
        case DnsServer.Udp(InetSocketAddress address) -> {
          Message answer = udp(address);
          yield answer.getHeader().getFlag(Flags.TC) ? tcp(address) : answer;
        }
        case DnsServer.Tcp(InetSocketAddress address) -> tcp(address);
        case DnsServer.Https(String url) -> https(url);
      };
    } catch (SocketTimeoutException | TimeoutException e) {
      throw new DnsException(DnsException.Kind.TIMEOUT, "no answer from " + server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (DnsException e) {
      throw e;
    } catch (IOException | ExecutionException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted();
      }
      throw new DnsException(DnsException.Kind.SERVER, server + ": " + e.getMessage());
    }
  }

  private static DnsException interrupted() {
    return new DnsException(DnsException.Kind.INTERRUPTED, "interrupted");
  }

  private Message udp(InetSocketAddress server) throws IOException {
    byte[] question = query.toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      for (int sending = 1; ; sending++) {
        socket.send(new DatagramPacket(question, question.length));
        long until = nanos.getAsLong() + Math.min(WAIT.toNanos(), left());
        try {
          return receive(socket, until);
        } catch (SocketTimeoutException e) {
          if (sending == SENDINGS || left() <= 0) {
            throw e;
          }
        }
      }
    }
  }

  private Message receive(DatagramSocket socket, long untilNanos) throws IOException {
    byte[] buffer = new byte[UDP_BYTES + 1];
    for (int i = 0; i <= MAX_STRAYS; i++) {
      socket.setSoTimeout(millis(untilNanos - nanos.getAsLong()));
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      socket.receive(packet);
      if (packet.getLength() <= UDP_BYTES) {
        byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
        Message answer = parsed(bytes);
        if (answer != null) {
          return answer;
        }
      }
    }
    throw new DnsException(DnsException.Kind.MALFORMED, "only datagrams that are not the answer");
  }

  private Message tcp(InetSocketAddress server) throws IOException {
    byte[] question = query.toWire();
    try (Socket socket = new Socket()) {
      socket.connect(server, millis(left()));
      byte[] framed = new byte[question.length + 2];
      framed[0] = (byte) (question.length >> 8);
      framed[1] = (byte) question.length;
      System.arraycopy(question, 0, framed, 2, question.length);
      OutputStream out = socket.getOutputStream();
      out.write(framed);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] bytes = new byte[2];
      readFully(socket, in, bytes);
      bytes = new byte[(bytes[0] & 0xff) << 8 | bytes[1] & 0xff];
      readFully(socket, in, bytes);
      return required(bytes);
    }
  }

  /** Reads all of {@code target}; a server that sends byte by byte has the same deadline. */
  private void readFully(Socket socket, DataInputStream in, byte[] target) throws IOException {
    for (int at = 0; at < target.length; ) {
      socket.setSoTimeout(millis(left()));
      int count = in.read(target, at, target.length - at);
      if (count < 0) {
        throw new DnsException(DnsException.Kind.MALFORMED, "the answer was cut off");
      }
      at += count;
    }
  }

  private Message https(String url)
      throws DnsException, InterruptedException, ExecutionException, TimeoutException {
    DohResolver resolver = new DohResolver(url);
    resolver.setTimeout(Duration.ofNanos(Math.max(1, left())));
    Message answer =
        resolver
            .sendAsync(query)
            .toCompletableFuture()
            .get(Math.max(1, left()), TimeUnit.NANOSECONDS);
    if (!DnsAnswer.answers(answer, query)) {
      throw new DnsException(DnsException.Kind.MALFORMED, "an answer to another question");
    }
    return answer;
  }

  private Message required(byte[] bytes) throws DnsException {
    Message answer = parsed(bytes);
    if (answer == null) {
      throw new DnsException(DnsException.Kind.MALFORMED, "not an answer to the question");
    }
    return answer;
  }

  /** The message, if it answers our question; what does not is passed over. */
  private @Nullable Message parsed(byte[] bytes) {
    return DnsAnswer.parse(bytes).filter(answer -> DnsAnswer.answers(answer, query)).orElse(null);
  }

  private long left() {
    return deadlineNanos - nanos.getAsLong();
  }

  /** At least a millisecond, since 0 means for ever. */
  private static int millis(long leftNanos) throws SocketTimeoutException {
    if (leftNanos <= 0) {
      throw new SocketTimeoutException();
    }
    return Math.clamp(leftNanos / 1_000_000, 1, Integer.MAX_VALUE);
  }
}
