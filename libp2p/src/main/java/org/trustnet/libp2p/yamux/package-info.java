/**
 * Yamux, {@code /yamux/1.0.0}: many streams on one secured connection.
 *
 * <p>Specification: libp2p/specs {@code yamux/README.md} (revision r0, 2023-02-18) on top of
 * HashiCorp's {@code spec.md}; behaviour of go-yamux v5 and rust-yamux 0.13 where the text is
 * silent.
 *
 * <p>Flow: bytes from the security layer reach {@link org.trustnet.libp2p.yamux.YamuxHandler},
 * which hands them to {@link org.trustnet.libp2p.yamux.YamuxSession}; the session calls the
 * listeners of its streams and notes what is to be said. At the end of a burst of reads, or of the
 * loop's current task, {@code pump} turns those notes into frames, one frame a stream in turn:
 * opening and acknowledging flags ride on data where there is any.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>window of a stream, both directions</td><td>256 KiB, never announced larger</td></tr>
 * <tr><td>inbound streams of a connection</td><td>256, then RST</td></tr>
 * <tr><td>outbound streams not acknowledged</td><td>256, then {@code TooManyStreams}</td></tr>
 * <tr><td>payload of a frame we send</td><td>16 KiB, configurable to 64 KiB less the header</td></tr>
 * <tr><td>bytes waiting to be sent</td><td>256 KiB a stream, 1 MiB a connection, RST at twice
 * </td></tr>
 * <tr><td>bytes received and not consumed</td><td>8 MiB a connection, then RST</td></tr>
 * <tr><td>both, of all connections of the peer</td><td>what {@code Muxer.Acceptor.memory} grants,
 * then RST</td></tr>
 * <tr><td>frames without payload</td><td>4,096 a second, then GoAway</td></tr>
 * <tr><td>pings</td><td>32 a second, then GoAway</td></tr>
 * <tr><td>inbound streams that end in a reset</td><td>256 a second, then GoAway</td></tr>
 * <tr><td>keep-alive</td><td>ping every 30 s, answer within 10 s</td></tr>
 * </table>
 *
 * <p>Threads: everything runs on the event loop of the connection. {@code YamuxSession} is pure:
 * its time is a parameter, its output an interface.
 */
@NullMarked
package org.trustnet.libp2p.yamux;

import org.jspecify.annotations.NullMarked;
