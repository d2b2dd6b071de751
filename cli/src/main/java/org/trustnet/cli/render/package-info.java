/**
 * What answers look like as text: one item a line, as Kubo prints it where Kubo has the command.
 * {@link org.trustnet.cli.render.Renderers} has one renderer for each operation; all tolerate
 * fields that are missing, and every text of a stranger is escaped.
 *
 * <p>Pure but for the lines that go to {@link org.trustnet.cli.render.Sheet}; one thread.
 */
@NullMarked
package org.trustnet.cli.render;

import org.jspecify.annotations.NullMarked;
