package org.trustnet.cli;

import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;

/** Where an answer goes. */
@FunctionalInterface
interface ReplyTarget {
  void print(Request request, Reply reply, boolean json) throws InterruptedException;
}
