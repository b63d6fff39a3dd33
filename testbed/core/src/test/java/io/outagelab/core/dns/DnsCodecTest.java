package io.outagelab.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsCodecTest {
  private static Message query(OPTRecord opt) {
    Message query = DnsCodec.query(1, Question.of(DnsNames.of("example"), Type.A), false);
    query.addRecord(opt, Section.ADDITIONAL);
    return query;
  }

  private static Message decoded(byte[] octets) {
    return DnsCodec.decode(octets).orElseThrow();
  }

  /** RFC 6891 §6.1.3: what stands where other records have a TTL is none. */
  @Test
  void readsVersionAndFlagsBesideAnyExtendedRcode() {
    OPTRecord opt =
        decoded(query(new OPTRecord(1232, 0xc3, 1, ExtendedFlags.DO)).toWire()).getOPT();

    assertThat(opt.getVersion()).isEqualTo(1);
    assertThat(opt.getFlags()).isEqualTo(ExtendedFlags.DO);
  }

  /** dnsjava keeps what it could read of a truncated message. */
  @Test
  void readsAsMuchOfATruncatedMessageAsThereIs() {
    Message query = query(new OPTRecord(1232, 0, 0));
    query.getHeader().setFlag(Flags.TC);
    byte[] whole = query.toWire();
    whole[11] = 2;
    for (byte[] more : new byte[][] {{}, {0}, {0, 0, 41}, {0, 0, 41, 4, 0}, {0, 0, 1, 0}}) {
      byte[] cut = Arrays.copyOf(whole, whole.length + more.length);
      System.arraycopy(more, 0, cut, whole.length, more.length);

      assertThat(decoded(cut).getOPT()).as(Arrays.toString(more)).isNotNull();
    }
  }

  @Test
  void tellsRecordsThatCannotBeWrittenFromOthers() {
    byte[] noService = {(byte) 192, 0, 2, 1, 6};

    assertThat(
            DnsCodec.isCopyable(
                Record.newRecord(DnsNames.of("x"), Type.WKS, DClass.IN, 0, noService)))
        .isFalse();
    assertThat(
            DnsCodec.isCopyable(
                Record.newRecord(DnsNames.of("x"), Type.TXT, DClass.IN, 0, new byte[] {1, 'a'})))
        .isTrue();
  }
}
