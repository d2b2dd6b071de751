package org.trustnet.cli.render;

/** Shows a document, or one row of an answer that comes in rows, as text. */
@FunctionalInterface
public interface Renderer {
  void show(Fields json, Sheet sheet);
}
