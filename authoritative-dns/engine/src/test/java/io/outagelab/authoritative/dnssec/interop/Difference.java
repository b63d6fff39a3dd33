package io.outagelab.authoritative.dnssec.interop;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A known difference between another server's answers and ours.
 *
 * @param why the reason, and who is right
 * @param explains whether a finding is of this kind
 */
record Difference(String why, Predicate<Finding> explains) {
  /** In place of a section: rcode or flags differ. */
  static final int HEAD = -1;

  /** All that are known. */
  static final List<Difference> KNOWN =
      List.of(
          new Difference(
              "BIND denies an SOA with TTL 0, so that it is not cached (zero-no-soa-ttl)",
              found -> found.is("BIND", Type.SOA) && found.section() == Section.AUTHORITY),
          new Difference(
              "BIND answers for the NSEC of a zone cut from the parent's side. RFC 4035 §3.1.4.1"
                  + " makes DS the only exception: we refer, as Knot DNS and NSD do",
              found -> found.is("BIND", Type.NSEC) && found.isAt("a.example.", "b.example.")),
          new Difference(
              "BIND refers with glue alone; a host of the parent zone itself is none",
              found ->
                  found.is("BIND")
                      && found.section() == Section.ADDITIONAL
                      && found.record().startsWith("+ ns1.example. ")),
          new Difference(
              "NSD leaves out the addresses of what an answer names (minimal-responses)",
              found -> found.is("NSD") && found.section() == Section.ADDITIONAL),
          new Difference(
              "RRSIG and NSEC may stand beside an alias (RFC 4034 §3, §4): for them we do not"
                  + " follow it, nor do BIND and Knot DNS. NSD follows it for NSEC where the zone"
                  + " has NSEC3, and does not for NSEC3",
              found ->
                  found.is("NSD")
                      && Set.of(Type.NSEC, Type.NSEC3).contains(found.question().type())
                      && found.isAt(
                          "alias.example.",
                          "dangling.example.",
                          "into-wild.example.",
                          "*.cw.example.",
                          "below.cw.example.",
                          "one.example.",
                          "two.example.",
                          "three.example.",
                          "loop-a.example.",
                          "loop-b.example.",
                          "outside.example.",
                          "into-cut.example.",
                          "*.alias.example.",
                          "below.alias.example.")),
          new Difference(
              "Where aliases lead in a circle, BIND says SERVFAIL beside them. We say what there"
                  + " is, as Knot DNS and NSD do: the asker sees the circle",
              found ->
                  found.is("BIND")
                      && found.section() == HEAD
                      && found.isAt("loop-a.example.", "loop-b.example.")),
          new Difference(
              "Asked for a wildcard itself, NSD proves beyond need what it would for names below",
              found ->
                  found.is("NSD")
                      && found.question().name().endsWith("*.w.example.")
                      && found.section() == Section.AUTHORITY
                      && found.record().startsWith("- ")),
          new Difference(
              "Where a DNAME leads below a wildcard, NSD 4.6 sends no proof that the wildcard"
                  + " applies, and one NSEC beyond need where it lacks the type. We send what RFC"
                  + " 4035 §3.1.3.3 and §3.1.3.4 ask for, as BIND and Knot DNS do",
              found ->
                  found.is("NSD")
                      && found.question().name().endsWith(".dname.example.")
                      && found.section() == Section.AUTHORITY),
          new Difference(
              "Where a wildcard stands for a name, its NSEC is an RRset like any other: we prove"
                  + " that the wildcard applies, as BIND does; Knot DNS and NSD do not",
              found ->
                  (found.is("NSD", Type.NSEC) || found.is("Knot DNS", Type.NSEC))
                      && found.section() == Section.AUTHORITY
                      && found.record().startsWith("+ *.")));

  /**
   * One record that only one of two answers has.
   *
   * @param who the other server
   * @param section of the message, or {@link #HEAD}
   * @param record with a plus if it is ours, a minus if it is theirs; or both heads
   */
  record Finding(String who, SameAnswersInteropTest.Question question, int section, String record) {
    boolean is(String server) {
      return who.equals(server);
    }

    boolean is(String server, int type) {
      return who.equals(server) && question.type() == type;
    }

    boolean isAt(String... names) {
      return Set.of(names).contains(question.name());
    }

    boolean isExplained() {
      return KNOWN.stream().anyMatch(known -> known.explains().test(this));
    }
  }
}
