package io.outagelab.authoritative.dnssec.interop;

import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * A question to the family of zones, and what a validator makes of the answer.
 *
 * @param secure whether the answer is authentic
 * @param optedOut whether opt-out leaves it without a proof, and so insecure (RFC 5155 §9.2)
 */
record Case(String name, int type, int rcode, boolean secure, boolean optedOut) {
  static final List<Case> ALL =
      List.of(
          secure("xx.example", Type.A, Rcode.NOERROR),
          secure("example", Type.SOA, Rcode.NOERROR),
          secure("example", Type.DNSKEY, Rcode.NOERROR),
          secure("x.w.example", Type.MX, Rcode.NOERROR),
          secure("mixed.case.example", Type.MX, Rcode.NOERROR),
          secure("mixed.case.example", Type.SRV, Rcode.NOERROR),
          secure("mixed.case.example", Type.NAPTR, Rcode.NOERROR),
          secure("mixed.case.example", Type.RP, Rcode.NOERROR),
          secure("mixed.case.example", Type.PTR, Rcode.NOERROR),
          secure("mixed.case.example", Type.SVCB, Rcode.NOERROR),
          secure("mail.host.example", Type.CAA, Rcode.NOERROR),
          secure("mail.host.example", 65280, Rcode.NOERROR),
          optedOut("q.w.example", Type.MX, Rcode.NOERROR),
          optedOut("a.z.w.example", Type.MX, Rcode.NOERROR),
          optedOut("q.cw.example", Type.AAAA, Rcode.NOERROR),
          optedOut("into-wild.example", Type.MX, Rcode.NOERROR),
          secure("alias.example", Type.A, Rcode.NOERROR),
          secure("x.dname.example", Type.MX, Rcode.NOERROR),
          optedOut("ml.example", Type.A, Rcode.NXDOMAIN),
          optedOut("a.b.c.nothing.example", Type.A, Rcode.NXDOMAIN),
          optedOut("below.xx.example", Type.A, Rcode.NXDOMAIN),
          optedOut("dangling.example", Type.A, Rcode.NXDOMAIN),
          secure("ns1.example", Type.MX, Rcode.NOERROR),
          secure("alias.example", Type.MX, Rcode.NOERROR),
          secure("y.w.example", Type.A, Rcode.NOERROR),
          optedOut("a.z.w.example", Type.AAAA, Rcode.NOERROR),
          secure("a.example", Type.DS, Rcode.NOERROR),
          optedOut("b.example", Type.DS, Rcode.NOERROR),
          secure("www.a.example", Type.A, Rcode.NOERROR),
          optedOut("no.a.example", Type.A, Rcode.NXDOMAIN),
          optedOut("x.wild.a.example", Type.TXT, Rcode.NOERROR),
          secure("www.a.example", Type.AAAA, Rcode.NOERROR),
          new Case("www.b.example", Type.A, Rcode.NOERROR, false, false),
          new Case("no.b.example", Type.A, Rcode.NXDOMAIN, false, false));

  private static Case secure(String name, int type, int rcode) {
    return new Case(name, type, rcode, true, false);
  }

  private static Case optedOut(String name, int type, int rcode) {
    return new Case(name, type, rcode, true, true);
  }

  boolean isSecure(boolean optOut) {
    return secure && !(optOut && optedOut);
  }

  @Override
  public String toString() {
    return name + " " + Type.string(type);
  }
}
