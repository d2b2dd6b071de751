package org.trustnet.trust.model;

/**
 * From which side a function is asked: what the peer may have from us, or what we rely on it for.
 * Of a function that has one direction only, the side is that one whatever is asked.
 */
public enum Side {
  GRANT,
  RELY
}
