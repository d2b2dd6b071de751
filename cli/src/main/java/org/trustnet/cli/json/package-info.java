/**
 * JSON (RFC 8259) as String, Number, Boolean, List, Map and null, on Jackson's streaming core
 * alone: a command is done before a data binder would have started.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>one document of an answer</td><td>{@link org.trustnet.cli.json.Json#MAX_DEPTH} levels,
 *     {@link org.trustnet.cli.json.Json#MAX_STRING} characters a string</td></tr>
 * </table>
 *
 * <p>Threads: a reader or writer belongs to one thread at a time.
 */
@NullMarked
package org.trustnet.cli.json;

import org.jspecify.annotations.NullMarked;
