/**
 * The node's HTTP: the RPC at {@code POST /api/v0/<operation>} with Kubo's arguments, answers and
 * error form, {@code GET /healthz}, {@code GET /readyz}, and {@code GET /api-proof}, by which our
 * command line knows the node before it sends the token ({@link
 * org.trustnet.bootstrap.http.ApiProof}).
 *
 * <p>Flow: the Vert.x event loop reads the head of a request, {@link
 * org.trustnet.bootstrap.http.RpcGuard} judges it, then the operation runs on a virtual thread that
 * reads the body and writes the answer piece by piece, each piece waiting for the one before it. A
 * caller's {@code timeout} interrupts that thread; {@code offline} goes with the request.
 *
 * <p>It listens on TCP, or on a Unix socket with mode 0600.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>request head</td><td>{@link org.trustnet.bootstrap.http.RpcServer#MAX_HEAD}</td></tr>
 * <tr><td>path of a Unix socket</td>
 *     <td>{@link org.trustnet.bootstrap.http.Listening#MAX_PATH}</td></tr>
 * <tr><td>operations at once</td><td>{@link org.trustnet.bootstrap.http.RpcServer#MAX_CALLS}</td></tr>
 * <tr><td>and of one caller, and for the master alone</td>
 *     <td>{@link org.trustnet.bootstrap.http.RunningCalls}</td></tr>
 * <tr><td>connections that have shown no token, and for how long</td>
 *     <td>{@link org.trustnet.bootstrap.http.Doorkeeper}</td></tr>
 * <tr><td>boundary and head of a part of an upload</td>
 *     <td>{@link org.trustnet.bootstrap.http.MultipartReader}</td></tr>
 * <tr><td>waiting for the reader of an answer</td>
 *     <td>{@link org.trustnet.bootstrap.http.ReplyWriter#WRITE_TIMEOUT}</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.bootstrap.http;

import org.jspecify.annotations.NullMarked;
