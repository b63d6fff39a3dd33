package io.outagelab.core.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Names from text and back. */
public final class DnsNames {
  private DnsNames() {}

  /** An absolute name from text, with or without the final dot. */
  public static Name of(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(
          "not a domain name: '%s' (%s)".formatted(text, e.getMessage()), e);
    }
  }

  /** The name as people write it: without the final dot, except for the root. */
  public static String display(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true);
  }
}
