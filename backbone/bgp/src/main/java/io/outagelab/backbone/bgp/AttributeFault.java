package io.outagelab.backbone.bgp;

/**
 * An error in a path attribute.
 *
 * @param type the Attribute Type Code; 0 where the list itself is broken
 * @param handling what is done about it
 */
record AttributeFault(int type, Handling handling) {
  /** What RFC 7606 §2 does about an error, the mildest first. */
  enum Handling {
    /** The attribute is dropped, the rest counts. */
    ATTRIBUTE_DISCARD,
    /** The routes are taken as withdrawn. */
    TREAT_AS_WITHDRAW
  }
}
