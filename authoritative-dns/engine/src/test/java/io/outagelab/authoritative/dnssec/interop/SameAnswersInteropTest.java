package io.outagelab.authoritative.dnssec.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.dnssec.interop.Difference.Finding;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The same zone, asked of this server, BIND, Knot DNS and NSD: the same answers, save for what
 * {@link Difference} explains.
 */
@Tag("interop")
class SameAnswersInteropTest {
  private static final List<Integer> TYPES =
      List.of(
          Type.A,
          Type.AAAA,
          Type.MX,
          Type.NS,
          Type.DS,
          Type.SOA,
          Type.CNAME,
          Type.DNSKEY,
          Type.NSEC,
          Type.NSEC3,
          Type.TXT);

  @TempDir Path folder;

  /** Hosts, aliases in chains and loops, wildcards, empty non-terminals, cuts of every kind. */
  private static final String PLAIN =
      """
      $TTL 3600
      $ORIGIN example.
      @           SOA ns1 hostmaster 2026112301 3600 300 3600000 1800
      @           NS  ns1
      @           NS  ns2.elsewhere.test.
      @           MX  10 mail
      @           MX  20 mail.elsewhere.test.
      @           TXT "v=spf1 -all"
      @           CAA 0 issue "ca.example"
      ns1         A   192.0.2.1
      ns1         AAAA 2001:db8::1
      $GENERATE 1-40 host-$ A 192.0.2.$
      $GENERATE 1-20 host-$ AAAA 2001:db8::$
      mail        A   192.0.2.25
      MiXeD.case  A   192.0.2.26
      one         CNAME two
      two         CNAME three
      three       CNAME host-1
      loop-a      CNAME loop-b
      loop-b      CNAME loop-a
      dangling    CNAME nothing
      outside     CNAME www.elsewhere.test.
      into-wild   CNAME any.wild
      into-cut    CNAME www.glued
      *.wild      A   192.0.2.80
      *.wild      TXT "wild"
      a.b.c.wild  A   192.0.2.81
      *.alias     CNAME host-2
      *.star.deep MX  5 mail
      a.b.c.d     A   192.0.2.82
      sub.*.mid   TXT "below a wildcard"
      away        DNAME there
      www.there   A   192.0.2.84
      x.y.there   A   192.0.2.85
      abroad      DNAME elsewhere.test.
      glued       NS  ns1.glued
      glued       NS  ns2.glued
      ns1.glued   A   192.0.2.90
      ns1.glued   AAAA 2001:db8::90
      ns2.glued   A   192.0.2.91
      sibling     NS  ns1.glued
      sibling     NS  ns1
      lame        NS  ns.elsewhere.test.
      signed      NS  ns1.signed
      signed      DS  1 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
      ns1.signed  A   192.0.2.92
      _sip._tcp   SRV 0 5 5060 mail
      odd         TYPE65280 \\# 4 01020304
      odd         HINFO "KLH-10" "ITS"
      odd         NAPTR 100 50 "s" "http" "" mail
      odd         SVCB 1 mail alpn=h2
      rp          RP  hostmaster odd
      ptr         PTR host-3
      """;

  /** A question of many. */
  record Question(String name, int type) {}

  @ParameterizedTest
  @EnumSource
  void answersAsOthersDo(DenialChoice denial) throws IOException {
    Zone zone = Family.signed(KeyAlgorithm.ECDSAP256SHA256, denial).parent();
    Path file = CommandLine.write(folder, "same.zone", SigningToolsInteropTest.text(zone));
    List<Question> questions = questions(zone);

    assertThat(questions.size()).isGreaterThan(300);
    assertThat(differences(zone, file, questions)).isEmpty();
  }

  @Test
  void answersThousandsOfQuestionsForAnUnsignedZoneAsOthersDo() throws IOException {
    Zone zone = ZoneFile.parse("example.zone", PLAIN, DnsNames.of("example"));
    Path file = CommandLine.write(folder, "same.zone", SigningToolsInteropTest.text(zone));
    List<Question> questions = questions(zone);

    assertThat(questions.size()).isGreaterThan(1_000);
    assertThat(differences(zone, file, questions)).isEmpty();
  }

  private List<Finding> differences(Zone zone, Path file, List<Question> questions)
      throws IOException {
    List<Finding> differences = new ArrayList<>();

    try (LoopbackHost host = new LoopbackHost(new Authority(ZoneSet.of(List.of(zone)), "test"));
        Daemon named = Daemon.named(folder, file);
        Daemon knot = Daemon.knot(folder, file);
        Daemon nsd = Daemon.nsd(folder, file)) {
      for (Question question : questions) {
        Message ours = new Asker(host.port()).ask(question.name(), question.type(), false);
        compare("BIND", question, ours, ask(named, question)).forEach(differences::add);
        compare("Knot DNS", question, ours, ask(knot, question)).forEach(differences::add);
        compare("NSD", question, ours, ask(nsd, question)).forEach(differences::add);
      }
    }

    return differences;
  }

  private static Message ask(Daemon daemon, Question question) throws IOException {
    return new Asker(daemon.port()).ask(question.name(), question.type(), false);
  }

  /** Every name of the zone, what is below and beside it, by every type. */
  private static List<Question> questions(Zone zone) {
    Set<String> names = new LinkedHashSet<>();
    for (ZoneNode node : zone.nodes()) {
      String name = node.name().toString().toLowerCase(Locale.ROOT);
      if (!node.isHashed()) {
        names.add(name);
        names.add("below." + name);
      }
    }
    names.addAll(
        List.of("deep.below.q.w.example.", "x.dname.example.", "ml.example.", "0.example."));
    List<Question> questions = new ArrayList<>();
    names.forEach(name -> TYPES.forEach(type -> questions.add(new Question(name, type))));
    return questions;
  }

  private static List<Finding> compare(
      String who, Question question, Message ours, Message theirs) {
    List<Finding> findings = new ArrayList<>();
    if (!head(ours).equals(head(theirs))) {
      String both = head(ours) + " not " + head(theirs);
      findings.add(new Finding(who, question, Difference.HEAD, both));
    }
    for (int section : List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)) {
      Set<String> extra = records(ours, section);
      extra.removeAll(records(theirs, section));
      Set<String> missing = records(theirs, section);
      missing.removeAll(records(ours, section));
      extra.forEach(rr -> findings.add(new Finding(who, question, section, "+ " + rr)));
      missing.forEach(rr -> findings.add(new Finding(who, question, section, "- " + rr)));
    }
    return findings.stream().filter(finding -> !finding.isExplained()).toList();
  }

  /** What the header says beside the counts. */
  private static String head(Message message) {
    return Rcode.string(message.getRcode()) + " " + message.getHeader().printFlags();
  }

  private static Set<String> records(Message message, int section) {
    Set<String> records = new TreeSet<>();
    for (Record rr : message.getSection(section)) {
      if (rr.getType() != Type.OPT) {
        records.add(rr.toString().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
      }
    }
    return records;
  }
}
