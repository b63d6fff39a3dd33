package io.outagelab.resolver.cache;

/**
 * How far data may be believed, by where it stood in a reply: the ranking of RFC 2181 §5.4.1, from
 * the least to the most credible.
 */
public enum Credibility {
  /**
   * The additional section of any reply, and the authority section of a reply without AA: glue and
   * referrals. Good for finding servers, never for answering (RFC 2181 §5.4.1).
   */
  ADDITIONAL,
  /** The answer section of a reply without AA, and what follows the first alias of one with AA. */
  ANSWER,
  /** The authority section of a reply with AA. */
  AUTHORITATIVE_AUTHORITY,
  /** The answer section of a reply with AA. */
  AUTHORITATIVE_ANSWER;

  /** Whether a client may be told. */
  public boolean isGoodForAnswers() {
    return this != ADDITIONAL;
  }
}
