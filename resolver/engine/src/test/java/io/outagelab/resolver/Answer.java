package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What a client got, with the assertions that the domain has words for. */
record Answer(Message message) {
  /** The rcode's mnemonic. */
  String rcode() {
    return Rcode.string(message.getRcode());
  }

  /** The data of the answer section, in order. */
  List<String> data() {
    return message.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  /** The TTLs of the answer section, in order. */
  List<Long> ttls() {
    return message.getSection(Section.ANSWER).stream().map(Record::getTTL).toList();
  }

  /** The extended errors (RFC 8914). */
  List<Integer> extendedErrors() {
    return message.getOPT() == null
        ? List.of()
        : message.getOPT().getOptions().stream()
            .filter(ExtendedErrorCodeOption.class::isInstance)
            .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
            .toList();
  }

  /** Asserts NOERROR with this data. */
  Answer has(String... data) {
    assertThat(rcode()).isEqualTo("NOERROR");
    assertThat(data()).containsExactly(data);
    assertThat(message.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(message.getHeader().getFlag(Flags.AA)).isFalse();
    return this;
  }

  /** Asserts the rcode, with nothing in the answer section. */
  Answer isOnly(String rcode) {
    assertThat(rcode()).isEqualTo(rcode);
    assertThat(data()).isEmpty();
    return this;
  }

  /** Asserts that the extended errors are these. */
  Answer explains(Integer... codes) {
    assertThat(extendedErrors()).containsExactly(codes);
    return this;
  }

  @Override
  public String toString() {
    return rcode() + " " + data() + " " + ttls() + " " + extendedErrors();
  }
}
