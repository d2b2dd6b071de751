package org.trustnet.libp2p.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** A DNS server on loopback, UDP and TCP on one port, for one test. */
public final class LoopbackDns implements AutoCloseable {
  final Map<String, List<Record>> zone = new ConcurrentHashMap<>();
  public final AtomicInteger questions = new AtomicInteger();

  /** What is sent by UDP in answer to a question; by default the zone's answer. */
  volatile Function<Message, List<byte[]>> udpAnswer = q -> List.of(answer(q).toWire());

  private final DatagramSocket udp;
  private final ServerSocket tcp;

  public LoopbackDns() throws IOException {
    tcp = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  public DnsServer server() {
    return new DnsServer.Udp(address());
  }

  /** Where it listens, as {@code DNS.Resolvers} of the configuration writes it. */
  public String url() {
    return "udp://127.0.0.1:" + address().getPort();
  }

  /** How often it was asked by UDP. */
  public int questions() {
    return questions.get();
  }

  /** Adds text records of a name. */
  public void text(String name, String... texts) throws TextParseException {
    for (String text : texts) {
      add(new TXTRecord(Name.fromString(name, Name.root), DClass.IN, 60, text));
    }
  }

  public void add(Record... records) {
    for (Record record : records) {
      zone.merge(
          key(record.getName().toString(), record.getType()),
          List.of(record),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }
  }

  private static String key(String name, int type) {
    return name + " " + type;
  }

  Message answer(Message question) {
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    Record asked = question.getQuestion();
    answer.addRecord(asked, Section.QUESTION);
    List<Record> records = zone.get(key(asked.getName().toString(), asked.getType()));
    if (records == null) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else {
      records.forEach(r -> answer.addRecord(r, Section.ANSWER));
    }
    return answer;
  }

  private void serveUdp() {
    byte[] buffer = new byte[4_096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        questions.incrementAndGet();
        Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
        for (byte[] bytes : udpAnswer.apply(question)) {
          udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // The socket was closed, or the test sent nonsense: the client's side is what is judged.
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] question = in.readNBytes(in.readUnsignedShort());
        byte[] answer = answer(new Message(question)).toWire(65_535);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
      } catch (IOException e) {
        // As above.
      }
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
