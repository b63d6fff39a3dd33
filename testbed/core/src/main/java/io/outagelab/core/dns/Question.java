package io.outagelab.core.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What is asked: QNAME, QTYPE, QCLASS (RFC 1035 §4.1.2). Names compare without regard to case.
 *
 * @param name the QNAME, absolute
 * @param type the QTYPE, a number of {@link Type}
 * @param dclass the QCLASS, a number of {@link DClass}
 */
public record Question(Name name, int type, int dclass) {
  /** A question in class IN. */
  public static Question of(Name name, int type) {
    return new Question(name, type, DClass.IN);
  }

  /** The question of a message, which must have one. */
  public static Question of(Message message) {
    Record question = message.getQuestion();
    return new Question(question.getName(), question.getType(), question.getDClass());
  }

  /** Whether the message asks exactly this. */
  public boolean isAskedBy(Message message) {
    Record question = message.getQuestion();
    return question != null
        && question.getType() == type
        && question.getDClass() == dclass
        && question.getName().equals(name);
  }

  @Override
  public String toString() {
    return DnsNames.display(name) + " " + Type.string(type);
  }
}
