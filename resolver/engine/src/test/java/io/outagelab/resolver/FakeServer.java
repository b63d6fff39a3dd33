package io.outagelab.resolver;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A pretend name server: a few records by zone, and hours in which it keeps silent. */
final class FakeServer {
  /** How a server treats what it is asked. */
  enum Manner {
    /** As it should. */
    CORRECT,
    /** As if it had no such zone: no data, no AA. */
    LAME,
    /** With REFUSED. */
    REFUSING,
    /** With SERVFAIL. */
    FAILING,
    /** With TC over UDP. */
    TRUNCATING,
    /** With FORMERR if the query carries OPT. */
    WITHOUT_EDNS,
    /** With octets that mean nothing. */
    GARBLING
  }

  private record Range(Tick from, Tick to) {
    boolean contains(Tick now) {
      return !now.isBefore(from) && now.isBefore(to);
    }
  }

  private final Map<Name, List<Record>> zones = new TreeMap<>();
  private final List<Range> silences = new ArrayList<>();
  private final List<Range> cuts = new ArrayList<>();
  private Manner manner = Manner.CORRECT;
  private Duration latency = Duration.ofMillis(10);

  /** Serves these records, as a master file has them, in the zone. */
  FakeServer zone(String origin, String... records) {
    List<Record> zone = zones.computeIfAbsent(DnsNames.of(origin), name -> new ArrayList<>());
    zone.clear();
    for (String line : records) {
      zone.add(record(line));
    }
    return this;
  }

  /** Behaves like this from now on. */
  FakeServer manner(Manner manner) {
    this.manner = manner;
    return this;
  }

  /** Is this far away, there and back. */
  FakeServer latency(Duration roundTrip) {
    latency = roundTrip;
    return this;
  }

  /** Keeps silent for this time. */
  FakeServer silent(Duration from, Duration to) {
    silences.add(new Range(Tick.at(from), Tick.at(to)));
    return this;
  }

  /** Has no route to it for this time. */
  FakeServer cut(Duration from, Duration to) {
    cuts.add(new Range(Tick.at(from), Tick.at(to)));
    return this;
  }

  /** How far away it is. */
  Duration latency() {
    return latency;
  }

  /** Whether there is no route to it. */
  boolean isCut(Tick now) {
    return cuts.stream().anyMatch(range -> range.contains(now));
  }

  /** What it replies; nothing while it keeps silent. */
  Optional<byte[]> reply(Tick now, Transport transport, Message query) {
    if (silences.stream().anyMatch(range -> range.contains(now))) {
      return Optional.empty();
    }
    Message response =
        switch (manner) {
          case CORRECT -> answer(query);
          case LAME -> DnsCodec.response(query, Rcode.NOERROR);
          case REFUSING -> DnsCodec.response(query, Rcode.REFUSED);
          case FAILING -> DnsCodec.response(query, Rcode.SERVFAIL);
          case TRUNCATING -> transport == Transport.UDP ? truncated(query) : answer(query);
          case WITHOUT_EDNS ->
              query.getOPT() == null ? answer(query) : DnsCodec.response(query, Rcode.FORMERR);
          case GARBLING -> DnsCodec.response(query, Rcode.NOERROR);
        };
    byte[] octets = DnsCodec.encode(response, DnsCodec.MAX_TCP);
    return Optional.of(manner == Manner.GARBLING ? new byte[] {octets[0], octets[1], 3} : octets);
  }

  private static Message truncated(Message query) {
    Message response = DnsCodec.response(query, Rcode.NOERROR);
    response.getHeader().setFlag(Flags.TC);
    return response;
  }

  private Message answer(Message query) {
    Name qname = query.getQuestion().getName();
    Optional<Name> origin =
        zones.keySet().stream()
            .filter(qname::subdomain)
            .max((a, b) -> Integer.compare(a.labels(), b.labels()));
    if (origin.isEmpty()) {
      return DnsCodec.response(query, Rcode.REFUSED);
    }
    return answer(query, origin.get(), zones.getOrDefault(origin.get(), List.of()));
  }

  private static Message answer(Message query, Name origin, List<Record> zone) {
    Name name = query.getQuestion().getName();
    int type = query.getQuestion().getType();
    Message response = DnsCodec.response(query, Rcode.NOERROR);
    for (Record rr : zone) {
      boolean cut =
          rr.getType() == Type.NS && !rr.getName().equals(origin) && name.subdomain(rr.getName());
      if (cut) {
        response.addRecord(rr, Section.AUTHORITY);
        add(response, zone, rr.getAdditionalName(), Type.A, Section.ADDITIONAL);
        add(response, zone, rr.getAdditionalName(), Type.AAAA, Section.ADDITIONAL);
      }
    }
    if (!response.getSection(Section.AUTHORITY).isEmpty()) {
      return response;
    }
    response.getHeader().setFlag(Flags.AA);
    while (add(response, zone, name, type, Section.ANSWER) == 0) {
      Optional<Name> target = alias(zone, name, type);
      if (target.isEmpty()) {
        deny(response, origin, zone, name);
        return response;
      }
      add(response, zone, name, Type.CNAME, Section.ANSWER);
      name = target.get();
      Name next = name;
      boolean elsewhere =
          !next.subdomain(origin)
              || zone.stream()
                  .anyMatch(
                      rr ->
                          rr.getType() == Type.NS
                              && !rr.getName().equals(origin)
                              && next.subdomain(rr.getName()));
      if (elsewhere || response.getSection(Section.ANSWER).size() > zone.size()) {
        return response;
      }
    }
    add(response, zone, origin, Type.NS, Section.AUTHORITY);
    return response;
  }

  private static Optional<Name> alias(List<Record> zone, Name name, int type) {
    return zone.stream()
        .filter(rr -> type != Type.CNAME && rr.getName().equals(name))
        .filter(CNAMERecord.class::isInstance)
        .map(rr -> ((CNAMERecord) rr).getTarget())
        .findFirst();
  }

  private static void deny(Message response, Name origin, List<Record> zone, Name name) {
    add(response, zone, origin, Type.SOA, Section.AUTHORITY);
    if (zone.stream().noneMatch(rr -> rr.getName().subdomain(name))) {
      response.getHeader().setRcode(Rcode.NXDOMAIN);
    }
  }

  private static int add(Message response, List<Record> zone, Name name, int type, int section) {
    int added = 0;
    for (Record rr : zone) {
      if (rr.getType() == type && rr.getName().equals(name)) {
        response.addRecord(rr, section);
        added++;
      }
    }
    return added;
  }

  /** A record from a line such as {@code www.example.com. 300 A 192.0.2.1}. */
  static Record record(String line) {
    List<String> words = List.of(line.split("\\s+", 4));
    try {
      return Record.fromString(
          DnsNames.of(words.get(0)),
          Type.value(words.get(2)),
          DClass.IN,
          Long.parseLong(words.get(1)),
          words.get(3),
          Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
