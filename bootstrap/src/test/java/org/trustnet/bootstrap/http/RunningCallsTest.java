package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RunningCallsTest {
  private final RunningCalls calls = new RunningCalls();

  private void begin(String caller, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(calls.began(caller)).as("call " + i + " of " + caller).isEmpty();
    }
  }

  @Test
  void aCallerHasItsShareAndAPlaceAgainWhenOneOfItsOperationsHasEnded() {
    begin("alice", RunningCalls.MAX_OF_CALLER);
    assertThat(calls.began("alice")).contains("busy: 32 operations of alice are running");
    assertThat(calls.began("bob")).isEmpty();

    calls.ended("alice");

    assertThat(calls.began("alice")).isEmpty();
    assertThat(calls.began("alice")).isPresent();
  }

  @Test
  void allOthersTogetherLeaveTheMastersPlacesFree() {
    int shares = (RpcServer.MAX_CALLS - RunningCalls.OF_MASTER) / RunningCalls.MAX_OF_CALLER;
    for (int i = 0; i < shares; i++) {
      begin("caller " + i, RunningCalls.MAX_OF_CALLER);
    }
    int rest = RpcServer.MAX_CALLS - RunningCalls.OF_MASTER - shares * RunningCalls.MAX_OF_CALLER;
    begin("the last", rest);
    assertThat(calls.began("the last")).contains("busy: 112 operations are running");

    begin(RpcGuard.MASTER, RunningCalls.OF_MASTER);

    assertThat(calls.began(RpcGuard.MASTER)).contains("busy: 128 operations are running");
  }

  @Test
  void theMasterMayHaveAllPlaces() {
    begin(RpcGuard.MASTER, RpcServer.MAX_CALLS);

    assertThat(calls.began(RpcGuard.MASTER)).isPresent();
    assertThat(calls.began("alice")).contains("busy: 128 operations are running");
  }
}
