package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Transport;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ExtendedFlags;
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

  /** What a flood of random names asks for, since resolvers set DO on all that they ask. */
  @ParameterizedTest
  @CsvSource({"b.c, A", "no.such.name, A", "x.wild, TXT", "x.wild, MX"})
  void provesByNsecWithoutAllocating(String name, String type) {
    Authority signed = new Authority(ZoneSet.of(List.of(signed())), "test-1");
    Responder responder = new Responder();
    byte[][] queries = new byte[100][];
    for (int i = 0; i < queries.length; i++) {
      Message query = Client.query("n%02d.%s.test".formatted(i, name), Type.value(type));
      query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
      queries[i] = query.toWire();
    }
    answer(responder, signed, queries, 200);

    long before = threads.getCurrentThreadAllocatedBytes();
    answer(responder, signed, queries, QUERIES);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / QUERIES).as("octets allocated per query").isZero();
  }

  /** Not really signed: with a chain, which is all that a server looks at. */
  private static Zone signed() {
    return ZoneFile.parse(
        "test.zone",
        """
        $TTL 60
        @ SOA ns.elsewhere. h.elsewhere. 1 2 3 4 5
        @ NS ns.elsewhere.
        @ NSEC a NS SOA NSEC
        a A 192.0.2.1
        a NSEC *.wild A NSEC
        *.wild TXT any
        *.wild NSEC @ TXT NSEC
        """,
        DnsNames.of("test"));
  }

  private void answer(byte[] query, int times) {
    answer(responder, authority, new byte[][] {query}, times);
  }

  private static void answer(
      Responder responder, Authority authority, byte[][] queries, int times) {
    for (int i = 0; i < times; i++) {
      byte[] query = queries[i % queries.length];
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
