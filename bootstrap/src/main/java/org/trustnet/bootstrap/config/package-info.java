/**
 * The node's configuration: {@code $TRUSTNET_PATH/config}, JSON with Kubo's sections and names
 * where Kubo has them. Every key is declared once, in {@link
 * org.trustnet.bootstrap.config.ConfigKeys}, with its type and default; the file, the environment,
 * {@code config get|set|show|check} and the node all go by that declaration. Values are immutable
 * and safe on any thread.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>file</td><td>{@link org.trustnet.bootstrap.config.ConfigFile#MAX_BYTES}</td></tr>
 * <tr><td>nesting</td><td>{@link org.trustnet.bootstrap.config.ConfigFile#MAX_DEPTH}</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.bootstrap.config;

import org.jspecify.annotations.NullMarked;
