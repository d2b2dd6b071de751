package org.trustnet.ipns.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * What a record says, without its bytes.
 *
 * @param name whose record it is
 * @param sequence unsigned
 * @param value the path, or empty if the value is not one; may be hostile when printed
 * @param eol after this the record is not to be used
 * @param ttl how long an answer may be cached
 * @param valueSha256 SHA-256 of the value's bytes, 32 bytes
 * @param content the value if it is {@code /ipfs/CID[/path]}
 */
public record RecordSummary(
    PeerId name,
    long sequence,
    String value,
    Instant eol,
    Duration ttl,
    Bytes valueSha256,
    Optional<IpfsPath> content) {}
