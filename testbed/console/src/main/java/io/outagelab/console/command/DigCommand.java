package io.outagelab.console.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.api.LabDescription.Place;
import io.outagelab.console.api.LabDescription.Role;
import io.outagelab.console.dig.Exchange;
import io.outagelab.console.dig.Exchange.Reply;
import io.outagelab.console.dig.ReplyJson;
import io.outagelab.console.dig.ReplyText;
import io.outagelab.console.dig.Trace;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.xbill.DNS.Type;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab dig}. */
@Command(
    name = "dig",
    header = "Looks a name up in the lab, over real sockets.",
    description = "Exit code 1 if no answer comes; an answer may well be SERVFAIL.")
public final class DigCommand implements Callable<Integer> {
  private static final Duration RESOLVER_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SERVER_TIMEOUT = Duration.ofMillis(1_500);

  private final LabCommand lab;

  @Parameters(index = "0", paramLabel = "NAME", description = "The name to look up.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      description = "A, AAAA, NS, MX ...; A, unless given.")
  private String type = "A";

  @Option(
      names = "--from",
      paramLabel = "RESOLVER",
      description = "The resolver to ask; the first of the world, unless given.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--trace", description = "Ask name servers from the root down, no resolver.")
  private boolean trace;

  DigCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    if (trace && from.isPresent()) {
      throw CommandFailure.invalid("--trace asks name servers itself: leave out --from");
    }
    Question question = question();
    LabDescription description = lab.client().description();
    return trace ? trace(description, question) : ask(description, question);
  }

  private Question question() {
    int number = Type.value(type.toUpperCase(Locale.ROOT), true);
    if (number < 0) {
      throw CommandFailure.invalid("'%s' is not a type of record, such as A or NS".formatted(type));
    }
    try {
      return Question.of(DnsNames.of(name), number);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
  }

  private int ask(LabDescription description, Question question) {
    Place resolver = resolver(description);
    InetSocketAddress server = lab.resolverSockets(description).of(resolver);
    Optional<Reply> reply = new Exchange(RESOLVER_TIMEOUT, 2).ask(server, question, true);
    if (lab.isJson()) {
      ObjectNode json = reply.map(ReplyJson::of).orElseGet(DigCommand::timeout);
      json.putObject("server")
          .put("name", resolver.name())
          .put("address", server.getHostString())
          .put("port", server.getPort())
          .put("published", resolver.published());
      lab.out().println(Json.pretty(json));
    } else {
      String where =
          "%s#%d (%s, published as %s)"
              .formatted(
                  server.getHostString(), server.getPort(), resolver.name(), resolver.published());
      lab.print(
          reply
              .map(found -> text(description, found, where))
              .orElseGet(() -> List.of(";; no answer from " + where)));
    }
    return reply.isPresent() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private List<String> text(LabDescription description, Reply reply, String where) {
    List<String> lines = new ArrayList<>(replyText(description).lines(reply));
    lines.add("");
    lines.add(";; Query time: %d msec".formatted(reply.took().toMillis()));
    lines.add(";; SERVER: %s (%s)".formatted(where, reply.transport()));
    lines.add(";; MSG SIZE  rcvd: %d".formatted(reply.octets()));
    return lines;
  }

  private static ObjectNode timeout() {
    return Json.object().put("status", "TIMEOUT");
  }

  private Place resolver(LabDescription description) {
    List<Place> resolvers = description.places(Role.RESOLVER);
    return resolvers.stream()
        .filter(place -> from.filter(wanted -> !wanted.equals(place.name())).isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.invalid(
                    "there is no resolver '%s'; there are %s"
                        .formatted(
                            from.orElse(""),
                            String.join(
                                ", ", resolvers.stream().map(Place::name).distinct().toList()))));
  }

  private static Map<String, String> published(LabDescription description) {
    Map<String, String> published = new TreeMap<>();
    description.addresses().forEach(place -> published.put(place.address(), place.published()));
    return published;
  }

  private ReplyText replyText(LabDescription description) {
    return new ReplyText(lab.paint(), published(description));
  }

  private int trace(LabDescription description, Question question) {
    List<Trace.Server> roots =
        description.roots().stream().map(p -> new Trace.Server(p.name(), p.address())).toList();
    Trace trace = new Trace(new Exchange(SERVER_TIMEOUT, 2), description.dnsPort());
    ReplyText text = replyText(description);
    ArrayNode steps = Json.array();
    Optional<Reply> last =
        trace.follow(
            question,
            roots,
            step -> {
              if (lab.isJson()) {
                ObjectNode json = step.reply().map(ReplyJson::of).orElseGet(DigCommand::timeout);
                json.put("server", step.server().name()).put("address", step.server().address());
                steps.add(json);
              } else {
                lab.print(text.step(step, description.dnsPort()));
              }
            });
    if (lab.isJson()) {
      lab.out().println(Json.pretty(steps));
    }
    return last.isPresent() ? ExitCode.OK : ExitCode.REFUSED;
  }
}
