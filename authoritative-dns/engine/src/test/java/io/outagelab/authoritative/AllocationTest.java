package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.outagelab.core.net.Transport;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Plain answers make no garbage: a collector's pause would be an outage of its own. */
class AllocationTest {
  private static final int QUERIES = 20_000;

  private final Authority authority = Client.ofTestZones().authority();
  private final Responder responder = new Responder();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({
    "www.example, A",
    "WWW.Example, A",
    "www.example, AAAA",
    "chain.example, A",
    "example, MX",
    "a.b.c.sub.example, A",
    "new.wild.example, A",
    "new.wild.example, AAAA",
    "no.such.name.example, A",
    "elsewhere.net, A"
  })
  void answersWithoutAllocating(String name, String type) {
    byte[] query = query(name, type);
    answer(query, 10);

    long before = threads.getCurrentThreadAllocatedBytes();
    answer(query, QUERIES);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / QUERIES).as("octets allocated per query").isZero();
  }

  private void answer(byte[] query, int times) {
    for (int i = 0; i < times; i++) {
      assertThatAnswered(responder.answer(authority, Transport.UDP, query, query.length));
    }
  }

  private static void assertThatAnswered(int size) {
    if (size == Responder.SILENT) {
      throw new AssertionError("no answer");
    }
  }

  private static byte[] query(String name, String type) {
    Message query = Client.query(name, Type.value(type));
    query.addRecord(new OPTRecord(1232, 0, 0, 0, new NSIDOption(new byte[0])), Section.ADDITIONAL);
    return query.toWire();
  }
}
