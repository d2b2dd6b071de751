package org.trustnet.trust.file;

import org.trustnet.multiformats.Bytes;

/**
 * The file that an entry holds.
 *
 * @param content the bytes as fetched, with all their unknown fields: what a store keeps
 * @param file what they say; a store reads it again from {@code content} with {@code
 *     TrustFileReader}
 * @param history since when its nodes are listed and in force
 */
public record CachedFile(Bytes content, TrustFile file, NodeHistory history) {}
