package org.trustnet.bootstrap.answers;

import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.ipns.blocks.PutOutcome;
import org.trustnet.multiformats.Printable;

/** Says in one line why content could not be read or written; in Kubo's words where it has any. */
final class ContentFaults {
  private ContentFaults() {}

  static OperationException told(ContentException fault) {
    return switch (fault.failure()) {
      case ContentFailure.NotFound f ->
          OperationException.notFound(
              "block was not found locally (offline): ipld: could not find " + f.cid());
      case ContentFailure.TimedOut f ->
          OperationException.notFound(
              "nobody sent the block "
                  + f.cid()
                  + " in time: check the CID, or try again, with --timeout for longer");
      case ContentFailure.Interrupted _ -> OperationException.failed("broken off");
      case ContentFailure.Malformed f -> OperationException.failed(f.cid() + ": " + f.why());
      case ContentFailure.TooLarge f ->
          OperationException.failed("too large: more than " + f.limit() + " " + f.what());
      case ContentFailure.NotAFile f -> OperationException.failed(f.cid() + " is not a file");
      case ContentFailure.NotADirectory f ->
          OperationException.failed(f.cid() + " is not a directory");
      case ContentFailure.NoSuchEntry f ->
          OperationException.notFound(
              "no link named " + Printable.quote(f.name()) + " under " + f.directory());
      case ContentFailure.NotStored f -> OperationException.failed(refused(f.outcome()));
    };
  }

  private static String refused(PutOutcome outcome) {
    return switch (outcome) {
      case PutOutcome.DiskFull full ->
          "the disk is full: "
              + full.freeBytes()
              + " bytes are free, of which "
              + full.reserveBytes()
              + " stay reserved for the trust database; make room and try again";
      case PutOutcome.CacheTooSmall small ->
          "the block is larger than the whole cache of " + small.cacheBytes() + " bytes";
      case PutOutcome.DiskFailed failed -> "the disk failed: " + failed.why();
      case PutOutcome.Stored _, PutOutcome.AlreadyStored _ -> "the block is stored";
    };
  }
}
