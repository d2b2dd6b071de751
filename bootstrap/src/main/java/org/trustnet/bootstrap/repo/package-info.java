/**
 * The node's folder on disk, {@code $TRUSTNET_PATH}: {@code config}, {@code keystore/}, {@code
 * api-token}, {@code api} (where the running daemon's RPC listens), {@code db/} (the trust database
 * and soft state), {@code blocks/}, {@code repo.lock}. One process at a time holds the lock.
 *
 * <p>A repository is made in this order, with its lock held: {@code creating}, key, database, API
 * token, {@code config}; then {@code creating} goes. So a folder without {@code config} is a making
 * to finish if {@code creating} is in it, and otherwise a repository that lost its configuration.
 * Keys are never replaced, and a lost database is made anew only where the user put a file {@code
 * forget-trust}.
 *
 * <p>Every file is written whole under another name, synced and renamed, so that a crash leaves the
 * old or the new one. Private files have mode 0600, folders 0700; a secret that other users may
 * read is refused ({@link org.trustnet.bootstrap.repo.PrivateFile}). Blocking; any thread.
 */
@NullMarked
package org.trustnet.bootstrap.repo;

import org.jspecify.annotations.NullMarked;
