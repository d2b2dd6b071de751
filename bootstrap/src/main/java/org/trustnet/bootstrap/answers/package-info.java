/**
 * The operations' answers, group by group as they are declared in {@code
 * org.trustnet.bootstrap.commands}: plain blocking functions on the node's parts, JSON in Kubo's
 * shapes out (Kubo 0.43.0, {@code core/commands}).
 *
 * <p>Flow: a handler reads arguments and options, throws {@link
 * org.trustnet.bootstrap.operation.OperationException} with one line for what is wrong, and answers
 * a document, rows or bytes. Rows and bytes are made while they are written, so that what is found
 * wrong before the first of them still becomes an error with a status.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>files and folders side by side in one {@code add}</td>
 *     <td>{@link org.trustnet.bootstrap.answers.AddRun#MAX_ROOTS}</td></tr>
 * <tr><td>time for one {@code cat}</td>
 *     <td>{@link org.trustnet.bootstrap.answers.ContentAnswers#READING}</td></tr>
 * <tr><td>time for one question to the network</td>
 *     <td>{@link org.trustnet.bootstrap.answers.Arguments#NETWORK}</td></tr>
 * <tr><td>lifetime of a record</td>
 *     <td>{@link org.trustnet.bootstrap.answers.Publication#MAX_LIFETIME}</td></tr>
 * <tr><td>peers whose identify answer is remembered</td>
 *     <td>{@link org.trustnet.bootstrap.answers.PeerAgents#MAX_PEERS}</td></tr>
 * </table>
 *
 * <p>Threads: each call runs on a virtual thread of its own.
 */
@NullMarked
package org.trustnet.bootstrap.answers;

import org.jspecify.annotations.NullMarked;
