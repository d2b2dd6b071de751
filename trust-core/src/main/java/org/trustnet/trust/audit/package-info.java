/**
 * What is written down: every change, append-only, and every refusal, counted. Trust model, section
 * 9.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>refusal lines</td><td>{@link org.trustnet.trust.audit.Refusal#RING}</td></tr>
 * <tr><td>text of a line</td><td>{@link org.trustnet.trust.audit.AuditLine#MAX_TEXT}</td></tr>
 * </table>
 */
@NullMarked
package org.trustnet.trust.audit;

import org.jspecify.annotations.NullMarked;
