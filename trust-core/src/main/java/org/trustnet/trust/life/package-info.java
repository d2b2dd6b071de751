/**
 * Life of an entry: states, windows of validity, and the trust time that drives every age. Trust
 * model, section 4. All pure functions of a given time; any thread.
 *
 * <p>Times inside decisions are milliseconds of trust time since 1970, saturating: {@link
 * org.trustnet.trust.life.Epoch}.
 */
@NullMarked
package org.trustnet.trust.life;

import org.jspecify.annotations.NullMarked;
