package org.trustnet.trust.file;

/** Unwinds the reading of a file that is refused; never leaves this package. */
final class FileFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of fault it is. */
  enum Kind {
    TOO_LARGE,
    BAD_SCHEMA,
    UNSUPPORTED_VERSION
  }

  private final Kind kind;
  private final String where;

  FileFault(Kind kind, String where, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.where = where;
  }

  ReadResult.Refused toResult() {
    ReadResult.Fault fault =
        switch (kind) {
          case TOO_LARGE -> ReadResult.Fault.TOO_LARGE;
          case BAD_SCHEMA -> ReadResult.Fault.BAD_SCHEMA;
          case UNSUPPORTED_VERSION -> ReadResult.Fault.UNSUPPORTED_VERSION;
        };
    String message = String.valueOf(getMessage());
    return new ReadResult.Refused(fault, where, message);
  }
}
