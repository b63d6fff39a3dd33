package io.outagelab.console.dig;

import io.outagelab.console.dig.Exchange.Reply;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Follows delegations from the root servers down, asking each server itself (RFC 1034 §5.3.3). */
public final class Trace {
  /** More zones above each other than any world has. */
  private static final int MAX_STEPS = 16;

  private final Exchange exchange;
  private final int port;

  /** A trace that asks on this port. */
  public Trace(Exchange exchange, int port) {
    this.exchange = exchange;
    this.port = port;
  }

  /** A name server to ask. */
  public record Server(String name, String address) {}

  /** What one server said, or that it said nothing. */
  public record Step(Server server, Optional<Reply> reply) {}

  /** Follows the question from these servers down; tells each step; returns the last reply. */
  public Optional<Reply> follow(Question question, List<Server> roots, Consumer<Step> tell) {
    return follow(question, roots, roots, tell, MAX_STEPS);
  }

  private Optional<Reply> follow(
      Question question,
      List<Server> from,
      List<Server> roots,
      Consumer<Step> tell,
      int stepsLeft) {
    List<Server> servers = from;
    for (int step = 0; step < stepsLeft; step++) {
      Optional<Reply> reply = askAny(question, servers, tell);
      if (reply.isEmpty() || !isReferral(reply.get().message())) {
        return reply;
      }
      servers = delegated(reply.get().message(), roots, stepsLeft / 2);
    }
    return Optional.empty();
  }

  private Optional<Reply> askAny(Question question, List<Server> servers, Consumer<Step> tell) {
    for (Server server : servers) {
      Optional<Reply> reply =
          exchange.ask(new InetSocketAddress(server.address(), port), question, false);
      tell.accept(new Step(server, reply));
      if (reply.isPresent()) {
        return reply;
      }
    }
    return Optional.empty();
  }

  /** Whether it has no answer of its own and names the servers of a zone below. */
  static boolean isReferral(Message message) {
    return message.getRcode() == Rcode.NOERROR
        && message.getSection(Section.ANSWER).isEmpty()
        && message.getSection(Section.AUTHORITY).stream()
            .anyMatch(record -> record.getType() == Type.NS)
        && message.getSection(Section.AUTHORITY).stream()
            .noneMatch(record -> record.getType() == Type.SOA);
  }

  /** The servers that a referral names; those without glue are looked up in turn. */
  private List<Server> delegated(Message referral, List<Server> roots, int stepsLeft) {
    List<Server> servers = new ArrayList<>();
    List<Name> glueless = new ArrayList<>();
    for (Record record : referral.getSection(Section.AUTHORITY)) {
      if (record instanceof NSRecord ns) {
        List<Server> glued = addresses(ns.getTarget(), referral.getSection(Section.ADDITIONAL));
        servers.addAll(glued);
        if (glued.isEmpty()) {
          glueless.add(ns.getTarget());
        }
      }
    }
    for (Name name : servers.isEmpty() ? glueless : List.<Name>of()) {
      Optional<Reply> reply =
          follow(Question.of(name, Type.A), roots, roots, step -> {}, stepsLeft);
      reply.ifPresent(
          found -> servers.addAll(addresses(name, found.message().getSection(Section.ANSWER))));
    }
    return servers;
  }

  private static List<Server> addresses(Name name, List<Record> records) {
    return records.stream()
        .filter(record -> record.getName().equals(name))
        .filter(ARecord.class::isInstance)
        .map(ARecord.class::cast)
        .map(a -> new Server(display(name), String.valueOf(a.getAddress().getHostAddress())))
        .toList();
  }

  private static String display(Name name) {
    return DnsNames.display(name).toLowerCase(Locale.ROOT);
  }
}
