/**
 * Calls a running node: {@code POST /api/v0/<operation>} over HTTP/1.1 (RFC 9112) in the form of
 * Kubo's clients, multipart bodies (RFC 7578) with percent-encoded names.
 *
 * <p>A client of our own, because a command must be done before a general one has started: one
 * call, one connection, blocking, chunked bodies with trailers, TCP or a Unix socket.
 *
 * <p>Flow: {@link org.trustnet.cli.client.RpcClient} opens a {@link
 * org.trustnet.cli.client.HttpConnection}, sends the head, sends files from a second (virtual)
 * thread while the caller's thread reads the answer, and gives it back as a {@link
 * org.trustnet.bootstrap.operation.Reply}. Before the token goes to an address that the repository
 * names, {@link org.trustnet.cli.client.NodeProof} sees on the same connection that the node is the
 * repository's own. An interrupt closes the connection and ends both.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>head of an answer</td><td>{@link org.trustnet.cli.client.HttpHead#MAX_BYTES}</td></tr>
 * <tr><td>body of an error</td><td>{@link org.trustnet.cli.client.RpcClient#MAX_ERROR}</td></tr>
 * <tr><td>opening the connection</td>
 *     <td>{@link org.trustnet.cli.client.HttpConnection#CONNECT_TIMEOUT}</td></tr>
 * <tr><td>the node's proof</td>
 *     <td>{@link org.trustnet.cli.client.NodeProof#PATIENCE}</td></tr>
 * <tr><td>depth of folders sent</td>
 *     <td>{@link org.trustnet.cli.client.LocalFiles#MAX_DEPTH}</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.cli.client;

import org.jspecify.annotations.NullMarked;
