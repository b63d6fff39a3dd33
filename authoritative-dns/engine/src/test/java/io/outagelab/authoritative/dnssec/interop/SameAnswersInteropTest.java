package io.outagelab.authoritative.dnssec.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.dnssec.interop.Difference.Finding;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.authoritative.zone.ZoneSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The same signed zone, asked of this server, BIND, Knot DNS and NSD: the same answers, save for
 * what {@link Difference} explains.
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

  /** A question of many. */
  record Question(String name, int type) {}

  @ParameterizedTest
  @EnumSource
  void answersAsOthersDo(DenialChoice denial) throws IOException {
    Zone zone = Family.signed(KeyAlgorithm.ECDSAP256SHA256, denial).parent();
    Path file = CommandLine.write(folder, "same.zone", SigningToolsInteropTest.text(zone));
    List<Question> questions = questions(zone);
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

    assertThat(questions.size()).isGreaterThan(300);
    assertThat(differences).isEmpty();
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
    if (ours.getRcode() != theirs.getRcode()) {
      String both = rcode(ours) + " not " + rcode(theirs);
      findings.add(new Finding(who, question, Difference.RCODE, both));
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

  private static String rcode(Message message) {
    return Rcode.string(message.getRcode());
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
