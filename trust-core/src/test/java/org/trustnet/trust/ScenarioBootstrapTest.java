package org.trustnet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.Samples.peer;
import static org.trustnet.trust.model.TrustFunction.BOOTSTRAP;
import static org.trustnet.trust.model.TrustFunction.CONNECT_ON_STARTUP;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.AddressGroup;
import org.trustnet.trust.bootstrap.BootstrapConfig;
import org.trustnet.trust.bootstrap.BootstrapEffects;
import org.trustnet.trust.bootstrap.BootstrapEvent;
import org.trustnet.trust.bootstrap.BootstrapMachine;
import org.trustnet.trust.bootstrap.BootstrapSources;
import org.trustnet.trust.bootstrap.BootstrapState;
import org.trustnet.trust.bootstrap.Contact;
import org.trustnet.trust.bootstrap.Remembered;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.Node;

/** The golden table, rows about bootstrapping, and the stages beside them. */
final class ScenarioBootstrapTest implements BootstrapSources, BootstrapEffects {
  private final List<Contact> contacts = new ArrayList<>();
  private final List<BootstrapState> states = new ArrayList<>();
  private final List<Remembered> remembered = new ArrayList<>();
  private final BootstrapMachine machine =
      new BootstrapMachine(BootstrapConfig.defaults(), new Random(7));
  private World world = new World();
  private int kademlia;
  private int compared;
  private int asked;
  private long wakeAt;
  private long now;

  private static Holding publisher(String name, int nodes) {
    return list(
        name,
        TRUSTED,
        IntStream.range(0, nodes).mapToObj(i -> node(name + i)).toArray(Node[]::new));
  }

  private void on(BootstrapEvent event) {
    machine.on(event, now, this, this);
  }

  private void wake() {
    now = wakeAt;
    on(new BootstrapEvent.Woken());
  }

  private static Optional<AddressGroup> group(int number) {
    return Optional.of(AddressGroup.of(IpAddress.parse4("100." + number + ".1.1")));
  }

  private void remember(int count) {
    for (int i = 0; i < count; i++) {
      remembered.add(new Remembered(peer("old" + i), 1.0 / (1 + i), group(i), false));
    }
  }

  @Test
  void row28OnePublisherAloneMayFillAllSlots() {
    world = new World(publisher("p", 8));
    on(new BootstrapEvent.Started());
    assertThat(machine.state()).isEqualTo(BootstrapState.SAMPLE);
    assertThat(contacts).hasSize(8);
    assertThat(contacts).allMatch(c -> c.source() == Contact.Source.BOOTSTRAP);
    assertThat(world.story("p0", BOOTSTRAP)).contains("p (trusted").contains("gives it");
  }

  @Test
  void whoIsAllowedBootstrapIsNotAskedForWithEachPeerThatAnswers() {
    world = new World(publisher("p", 8));
    on(new BootstrapEvent.Started());
    int before = asked;
    for (int i = 0; i < 1_000; i++) {
      on(new BootstrapEvent.Inbound(peer("in" + i), group(i % 3)));
    }
    assertThat(machine.state()).isEqualTo(BootstrapState.SAMPLE);
    assertThat(asked).isEqualTo(before);
    on(new BootstrapEvent.Answered(peer("p0"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.BOOTSTRAPPED);
  }

  @Test
  void aLostPeerLeavesItsAddressGroup() {
    world = new World(publisher("p", 8));
    on(new BootstrapEvent.Started());
    for (int i = 0; i < 3; i++) {
      on(new BootstrapEvent.Inbound(peer("in" + i), group(i)));
      on(new BootstrapEvent.Inbound(peer("too" + i), group(i)));
    }
    on(new BootstrapEvent.Lost(peer("in0")));
    on(new BootstrapEvent.Lost(peer("too0")));
    on(new BootstrapEvent.Inbound(peer("new"), group(3)));
    assertThat(machine.state()).as("three groups").isEqualTo(BootstrapState.SAMPLE);
    on(new BootstrapEvent.Inbound(peer("back"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.BOOTSTRAPPED);
  }

  @Test
  void noPublisherFillsMoreThanAQuarterWhileAnotherHasACandidate() {
    world = new World(publisher("a", 100), publisher("b", 2), publisher("c", 2), publisher("d", 2));
    on(new BootstrapEvent.Started());
    assertThat(contacts).hasSize(8);
    List<PeerId> big = IntStream.range(0, 100).mapToObj(i -> peer("a" + i)).toList();
    assertThat(contacts.stream().filter(c -> big.contains(c.peer()))).hasSize(2);
  }

  @Test
  void row66ATwoNodeNetworkIsPartialUntilTheConditionHolds() {
    world = new World(publisher("p", 1));
    on(new BootstrapEvent.Started());
    assertThat(contacts).hasSize(1);
    on(new BootstrapEvent.Answered(peer("p0"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.PARTIAL);
    assertThat(wakeAt - now).isEqualTo(Duration.ofMinutes(10).toNanos());
    on(new BootstrapEvent.Inbound(peer("i1"), group(0)));
    on(new BootstrapEvent.Inbound(peer("i2"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.PARTIAL);
    on(new BootstrapEvent.Inbound(peer("i3"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.BOOTSTRAPPED);
    assertThat(kademlia).isEqualTo(1);
    assertThat(machine.count(Contact.Source.BOOTSTRAP, Contact.Outcome.ANSWERED)).isEqualTo(1);
    assertThat(world.story("p0", BOOTSTRAP)).contains("p (trusted, fresh, 0 min old): gives it");
  }

  @Test
  void peersMetThroughTheDhtCountOnceAndNotWhileAStageContactsThem() {
    world = new World(publisher("p", 1));
    on(new BootstrapEvent.Started());
    on(new BootstrapEvent.Met(peer("p0"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.SAMPLE);
    on(new BootstrapEvent.Answered(peer("p0"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.PARTIAL);
    for (String name : new String[] {"m1", "m2", "m2", "p0"}) {
      on(new BootstrapEvent.Met(peer(name), group(0)));
    }
    assertThat(machine.state()).isEqualTo(BootstrapState.PARTIAL);
    on(new BootstrapEvent.Met(peer("m3"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.BOOTSTRAPPED);
    assertThat(machine.count(Contact.Source.BOOTSTRAP, Contact.Outcome.ANSWERED)).isEqualTo(1);
    assertThat(machine.count(Contact.Source.MET, Contact.Outcome.ANSWERED)).isEqualTo(3);
  }

  @Test
  void aNodeThatNobodyAnswersIsAloneAndTriesAgainAfterTenMinutes() {
    on(new BootstrapEvent.Started());
    assertThat(machine.state()).isEqualTo(BootstrapState.ALONE);
    assertThat(states)
        .containsExactly(
            BootstrapState.REMEMBERED,
            BootstrapState.SAMPLE,
            BootstrapState.REST,
            BootstrapState.LOCAL,
            BootstrapState.ALONE);
    on(new BootstrapEvent.Inbound(peer("i1"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.PARTIAL);
    remember(1);
    wake();
    assertThat(contacts).extracting(Contact::peer).containsExactly(peer("old0"));
  }

  @Test
  void rememberedPeersOfFourGroupsTouchNoBootstrapParty() {
    world = new World(publisher("p", 8));
    remember(20);
    on(new BootstrapEvent.Started());
    assertThat(machine.state()).isEqualTo(BootstrapState.REMEMBERED);
    assertThat(contacts).hasSize(8);
    for (int i = 0; i < 4; i++) {
      on(new BootstrapEvent.Answered(peer("old" + i), group(i)));
    }
    assertThat(machine.state()).isEqualTo(BootstrapState.BOOTSTRAPPED);
    assertThat(contacts).noneMatch(c -> c.source() == Contact.Source.BOOTSTRAP);
  }

  @Test
  void rememberedPeersOfOneGroupAreNotEnough() {
    world = new World(publisher("p", 8));
    remember(8);
    on(new BootstrapEvent.Started());
    for (int i = 0; i < 8; i++) {
      on(new BootstrapEvent.Answered(peer("old" + i), group(0)));
    }
    assertThat(machine.state()).isEqualTo(BootstrapState.SAMPLE);
    on(new BootstrapEvent.Answered(contacts.getLast().peer(), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.BOOTSTRAPPED);
  }

  @Test
  void stagesThatNobodyAnswersEndInTheirTime() {
    world = new World(publisher("p", 12));
    remember(8);
    on(new BootstrapEvent.Started());
    assertThat(wakeAt).isEqualTo(Duration.ofSeconds(5).toNanos());
    wake();
    assertThat(machine.state()).isEqualTo(BootstrapState.SAMPLE);
    assertThat(contacts).hasSize(16);
    assertThat(wakeAt).isEqualTo(Duration.ofSeconds(15).toNanos());
    wake();
    assertThat(machine.state()).isEqualTo(BootstrapState.REST);
    assertThat(contacts).hasSize(20);
    assertThat(wakeAt).isEqualTo(Duration.ofSeconds(45).toNanos());
    wake();
    assertThat(machine.state()).isEqualTo(BootstrapState.ALONE);
  }

  @Test
  void losingAllConnectionsBeginsAgainAtOnce() {
    remember(20);
    on(new BootstrapEvent.Started());
    for (int i = 0; i < 4; i++) {
      on(new BootstrapEvent.Answered(peer("old" + i), group(i)));
    }
    int before = contacts.size();
    on(new BootstrapEvent.AllLost());
    assertThat(machine.state()).isEqualTo(BootstrapState.REMEMBERED);
    assertThat(contacts.size()).isGreaterThan(before);
  }

  @Test
  void losingTheLastOfTooFewPeersBeginsAgainAtOnceToo() {
    world = new World(publisher("p", 1));
    on(new BootstrapEvent.Started());
    on(new BootstrapEvent.Answered(peer("p0"), group(0)));
    assertThat(machine.state()).isEqualTo(BootstrapState.PARTIAL);
    on(new BootstrapEvent.AllLost());
    assertThat(contacts).hasSize(2).extracting(Contact::peer).containsOnly(peer("p0"));
    on(new BootstrapEvent.Failed(peer("p0")));
    assertThat(machine.state()).isEqualTo(BootstrapState.ALONE);
    on(new BootstrapEvent.AllLost());
    assertThat(contacts).as("who is alone already waits").hasSize(2);
  }

  @Test
  void aBootstrappedNodeRefreshesEveryTenMinutesAndComparesItsTableOnceADay() {
    world = new World(publisher("p", 8));
    remember(20);
    on(new BootstrapEvent.Started());
    for (int i = 0; i < 4; i++) {
      on(new BootstrapEvent.Answered(peer("old" + i), group(i)));
    }
    for (int i = 0; i < 6 * 24 * 2 + 2; i++) {
      wake();
    }
    assertThat(kademlia).isEqualTo(1 + 6 * 24 * 2 + 2);
    assertThat(compared).isEqualTo(2);
  }

  @Test
  void newCandidatesAreTriedAtOnceByALonelyNode() {
    on(new BootstrapEvent.Started());
    assertThat(machine.state()).isEqualTo(BootstrapState.ALONE);
    world = new World(publisher("p", 4));
    on(new BootstrapEvent.CandidatesChanged());
    assertThat(contacts).hasSize(4);
  }

  @Override
  public List<Remembered> remembered() {
    return remembered;
  }

  @Override
  public List<Candidate> startup() {
    return new PeerQuestions(world.snapshot, world.now()).candidates(CONNECT_ON_STARTUP);
  }

  @Override
  public List<Candidate> bootstrap() {
    asked++;
    return new PeerQuestions(world.snapshot, world.now()).candidates(BOOTSTRAP);
  }

  @Override
  public List<PeerId> local() {
    return List.of();
  }

  @Override
  public void contact(Contact contact) {
    contacts.add(contact);
  }

  @Override
  public void state(BootstrapState state) {
    states.add(state);
  }

  @Override
  public void kademliaBootstrap() {
    kademlia++;
  }

  @Override
  public void compareTable(Contact contact) {
    compared++;
  }

  @Override
  public void wakeAt(long nanos) {
    wakeAt = nanos;
  }

  @Override
  public void count(PeerId peer, Contact.Source source, Contact.Outcome outcome) {}
}
