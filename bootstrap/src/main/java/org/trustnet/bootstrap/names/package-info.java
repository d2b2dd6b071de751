/**
 * IPNS names: publishing, republishing until told to stop, resolving with a cache of at most {@link
 * org.trustnet.bootstrap.names.RecordCache#MAX_NAMES} records. Blocking, for virtual threads.
 */
@NullMarked
package org.trustnet.bootstrap.names;

import org.jspecify.annotations.NullMarked;
