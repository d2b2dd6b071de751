package org.trustnet.cli.crash;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;

/**
 * A command that changes something, and what it changes.
 *
 * @param call path and query of the operation
 * @param file a file that goes with it; empty for none
 * @param effect what it makes of a world that it is made for
 */
record Command(String call, Bytes file, UnaryOperator<World> effect) {
  static final int RAW = 0x55;

  private static final List<String> LEVELS = List.of("peer", "marginal", "trusted", "advanced");
  private static final List<String> FUNCTIONS =
      List.of("bootstrap", "offer-relay", "autonat", "remote-resolve-ipns");
  private static final int PEERS = 6;
  private static final List<PeerId> PEER = peers(1, PEERS);
  private static final List<PeerId> NAME = peers(2, 3);
  private static final List<PeerId> GIVEN = peers(3, 3);

  /** Peers that are blocked and unblocked. */
  static final List<PeerId> BAD = peers(4, 3);

  private static final int HIGH = 700;
  private static final int MOST_KEYS = 8;

  private static List<PeerId> peers(long seed, int count) {
    Random random = new Random(seed);
    List<PeerId> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(Keys.generate(KeyType.ED25519, random).peerId());
    }
    return List.copyOf(peers);
  }

  /** Arguments are those without {@code =}. */
  private static Command of(UnaryOperator<World> effect, String path, String... words) {
    return of(effect, Bytes.empty(), path, words);
  }

  private static Command of(UnaryOperator<World> effect, Bytes file, String path, String... words) {
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? "arg" : word.substring(0, equals);
      parts.add(name + "=" + URLEncoder.encode(word.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return new Command(path + "?" + String.join("&", parts), file, effect);
  }

  /** One that the world allows, chosen by chance. */
  static Command any(World world, Random random) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> add(world, random);
      case 2 -> given("bootstrap/add", random, e -> e.with("+", "bootstrap"));
      case 3 ->
          given(
              "swarm/peering/add",
              random,
              e -> e.with("+", "connect-on-startup").with("+", "hold-connection"));
      case 4 -> key(world, random);
      case 5 -> publish(world, random);
      case 6 -> set(world, random);
      case 7 -> block(world, random);
      default -> change(world, random);
    };
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static Command add(World world, Random random) {
    boolean listed = random.nextInt(3) == 0;
    int which = random.nextInt(listed ? NAME.size() : PEER.size());
    String label = (listed ? "list-" : "peer-") + which;
    if (world.entries().containsKey(label)) {
      return of(w -> w.without(label), "trust/rm", label, "yes=true");
    }
    String level = one(LEVELS, random);
    String key = listed ? NAME.get(which).toName() : "/p2p/" + PEER.get(which);
    return of(
        w -> w.entry(label, e -> e.at(level)),
        "trust/add",
        key,
        "level=" + level,
        "label=" + label,
        "yes=true");
  }

  private static Command given(String path, Random random, UnaryOperator<World.Entry> functions) {
    PeerId peer = one(GIVEN, random);
    return of(
        w -> w.entry(peer.toString(), e -> functions.apply(e.at("peer"))),
        path,
        "/ip4/127.0.0.1/tcp/1/p2p/" + peer,
        "yes=true");
  }

  private static Command key(World world, Random random) {
    if (world.keys().size() >= MOST_KEYS) {
      return publish(world, random);
    }
    String name = "key-" + world.keys().size();
    return of(w -> w.key(name), "key/gen", name);
  }

  private static Command publish(World world, Random random) {
    String key = world.keys().isEmpty() ? "self" : one(List.copyOf(world.keys()), random);
    Bytes file =
        Bytes.utf8(
            """
            {"version": 1, "description": "number %d", "contact": ["mailto:a@example.org"],
             "entities": [{"entity": "default", "nodes": []}]}
            """
                .formatted(random.nextInt(1 << 30)));
    String value = "/ipfs/" + Block.hashing(1, RAW, file).cid();
    return of(w -> w.publish(key, value), file, "publish", "key=" + key);
  }

  private static Command set(World world, Random random) {
    long value = HIGH + (world.highWater() - HIGH + 1 + random.nextInt(100)) % 200;
    return of(
        w -> w.highWater(value), "config/set", "Swarm.ConnMgr.HighWater", Long.toString(value));
  }

  private static Command block(World world, Random random) {
    String peer = one(BAD, random).toString();
    return world.blocked().contains(peer)
        ? of(w -> w.unblock(peer), "trust/unblock", "/p2p/" + peer, "yes=true")
        : of(w -> w.block(peer), "trust/block", "/p2p/" + peer);
  }

  /** Changes an entry that was added with a label of ours. */
  private static Command change(World world, Random random) {
    SortedMap<String, World.Entry> ours = world.entries().subMap("list-", "peer-~");
    if (ours.isEmpty()) {
      return add(world, random);
    }
    String label = one(List.copyOf(new TreeSet<>(ours.keySet())), random);
    World.Entry entry = world.entries().get(label);
    String function = one(FUNCTIONS, random);
    Function<UnaryOperator<World.Entry>, UnaryOperator<World>> on = c -> w -> w.entry(label, c);
    return switch (random.nextInt(4)) {
      case 0 -> {
        String level = one(LEVELS.stream().filter(l -> !l.equals(entry.level())).toList(), random);
        yield of(on.apply(e -> e.at(level)), "trust/level", label, level, "yes=true");
      }
      case 1 ->
          entry.suspended()
              ? of(on.apply(e -> e.suspended(false)), "trust/resume", label, "yes=true")
              : of(on.apply(e -> e.suspended(true)), "trust/suspend", label, "yes=true");
      case 2 ->
          entry.functions().contains("+" + function)
              ? of(on.apply(e -> e.with("", function)), "trust/unset", label, function, "yes=true")
              : of(
                  on.apply(e -> e.with("+", function)), "trust/allow", label, function, "yes=true");
      default ->
          entry.functions().contains("-" + function)
              ? of(on.apply(e -> e.with("", function)), "trust/unset", label, function, "yes=true")
              : of(on.apply(e -> e.with("-", function)), "trust/deny", label, function);
    };
  }
}
