/**
 * multistream-select: two ends agree on the protocol of a connection or a stream.
 *
 * <p>Specification: libp2p/specs {@code connections/README.md} "multistream-select" at 7740c076
 * (2025-11-18), {@code /multistream/1.0.0}.
 *
 * <pre>
 * initiator                                       responder
 *   /multistream/1.0.0, proposal [, data]  -&gt;
 *                                          &lt;-   /multistream/1.0.0, proposal | na
 *   next proposal, after an na             -&gt;
 *                                          &lt;-   proposal | na
 * </pre>
 *
 * Each message is an unsigned varint of its length, the text in UTF-8 and a line feed, which the
 * length counts. An initiator that knows the answer sends its data at once: bytes after the last
 * line feed belong to the protocol and are left where they are.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>message, with its line feed</td><td>{@link
 * org.trustnet.libp2p.multistream.MessageReader#MAX_BYTES}</td></tr>
 * <tr><td>proposals a responder answers</td><td>{@link
 * org.trustnet.libp2p.multistream.NegotiationResponder#MAX_PROPOSALS}</td></tr>
 * <tr><td>time</td><td>set by the caller, who resets the stream</td></tr>
 * </table>
 *
 * <p>The machines do no I/O and are driven by one thread at a time, the event loop of their
 * connection.
 */
@NullMarked
package org.trustnet.libp2p.multistream;

import org.jspecify.annotations.NullMarked;
