/**
 * Trust files: JSON that a publisher signs by an IPNS record. Trust model, section 1; limits of
 * section 10.
 *
 * <p>Flow: {@code TrustFileReader.read(bytes)} looks for {@code revoked} first, then reads strictly
 * on identity and tolerantly per element; the result is a sealed {@code ReadResult}. {@code
 * TrustFileWriter} writes the shape of {@code file fmt}; {@code PublishCheck} asks for what a
 * published file must have.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>file</td><td>{@link org.trustnet.trust.file.FileLimits#MAX_BYTES}</td></tr>
 * <tr><td>nesting</td><td>{@link org.trustnet.trust.file.FileLimits#MAX_NESTING}</td></tr>
 * <tr><td>entities</td><td>{@link org.trustnet.trust.file.FileLimits#MAX_ENTITIES}</td></tr>
 * <tr><td>nodes</td><td>{@link org.trustnet.trust.file.FileLimits#MAX_NODES}</td></tr>
 * <tr><td>remotes, contacts a node</td><td>16 each</td></tr>
 * <tr><td>links</td><td>{@link org.trustnet.trust.file.FileLimits#MAX_LINKS}</td></tr>
 * </table>
 *
 * <p>Pure functions and immutable values: any thread.
 */
@NullMarked
package org.trustnet.trust.file;

import org.jspecify.annotations.NullMarked;
