package org.trustnet.cli;

import java.nio.file.Path;

/**
 * What {@code run} was told.
 *
 * @param repository the folder, which has a repository
 * @param verbose whether {@code -v} stood
 */
public record RunOptions(Path repository, boolean verbose) {}
