package io.outagelab.console.dig;

import io.outagelab.console.dig.Exchange.Reply;
import io.outagelab.console.text.Paint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A response as {@code dig} prints it, with the published address beside each of the lab's. */
public final class ReplyText {
  private final Paint paint;
  private final Map<String, String> publishedByAddress;

  /** Responses painted so, where these addresses of the lab are published as those. */
  public ReplyText(Paint paint, Map<String, String> publishedByAddress) {
    this.paint = paint;
    this.publishedByAddress = new TreeMap<>(publishedByAddress);
  }

  /** The whole response. */
  public List<String> lines(Reply reply) {
    Message message = reply.message();
    List<String> lines = new ArrayList<>();
    String status = Rcode.string(message.getRcode());
    lines.add(
        ";; ->>HEADER<<- opcode: QUERY, status: %s, id: %d"
            .formatted(
                message.getRcode() == Rcode.NOERROR ? paint.good(status) : paint.bad(status),
                message.getHeader().getID()));
    lines.add(
        ";; flags: %s; QUERY: %d, ANSWER: %d, AUTHORITY: %d, ADDITIONAL: %d"
            .formatted(
                message.getHeader().printFlags().strip(),
                message.getHeader().getCount(Section.QUESTION),
                message.getHeader().getCount(Section.ANSWER),
                message.getHeader().getCount(Section.AUTHORITY),
                message.getHeader().getCount(Section.ADDITIONAL)));
    lines.addAll(opt(message));
    section(lines, "QUESTION", message.getSection(Section.QUESTION));
    section(lines, "ANSWER", message.getSection(Section.ANSWER));
    section(lines, "AUTHORITY", message.getSection(Section.AUTHORITY));
    section(lines, "ADDITIONAL", message.getSection(Section.ADDITIONAL));
    return lines;
  }

  /** One step of a trace: what the server said of where to go on, or its answer. */
  public List<String> step(Trace.Step step, int port) {
    String where = "%s#%d(%s)".formatted(step.server().address(), port, step.server().name());
    if (step.reply().isEmpty()) {
      return List.of(";; " + paint.bad("no answer") + " from " + where, "");
    }
    Reply reply = step.reply().get();
    Message message = reply.message();
    List<String> lines = new ArrayList<>();
    if (message.getRcode() != Rcode.NOERROR) {
      lines.add(";; status: " + paint.bad(Rcode.string(message.getRcode())));
    }
    lines.addAll(records(message.getSection(Section.ANSWER)));
    if (message.getSection(Section.ANSWER).isEmpty()) {
      lines.addAll(records(message.getSection(Section.AUTHORITY)));
    }
    lines.add(
        ";; Received %d bytes from %s in %d ms"
            .formatted(reply.octets(), where, reply.took().toMillis()));
    lines.add("");
    return lines;
  }

  private static List<String> opt(Message message) {
    OPTRecord opt = message.getOPT();
    if (opt == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(";; OPT PSEUDOSECTION:");
    lines.add("; EDNS: version: %d; udp: %d".formatted(opt.getVersion(), opt.getPayloadSize()));
    errors(message).forEach(error -> lines.add("; EDE: " + error));
    return lines;
  }

  /** The extended errors (RFC 8914) of a response. */
  static List<String> errors(Message message) {
    OPTRecord opt = message.getOPT();
    if (opt == null) {
      return List.of();
    }
    List<String> errors = new ArrayList<>();
    for (EDNSOption option : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)) {
      if (option instanceof ExtendedErrorCodeOption error) {
        String text = error.getText() == null ? "" : ": " + error.getText();
        errors.add(
            "%d (%s)%s"
                .formatted(
                    error.getErrorCode(),
                    ExtendedErrorCodeOption.text(error.getErrorCode()),
                    text));
      }
    }
    return errors;
  }

  private void section(List<String> lines, String title, List<Record> records) {
    List<Record> shown = records.stream().filter(r -> r.getType() != Type.OPT).toList();
    if (!shown.isEmpty()) {
      lines.add("");
      lines.add(";; " + title + " SECTION:");
      lines.addAll(title.equals("QUESTION") ? questions(shown) : records(shown));
    }
  }

  private static List<String> questions(Collection<Record> records) {
    return records.stream()
        .map(
            record ->
                ";%-30s %s %s"
                    .formatted(
                        record.getName(),
                        DClass.string(record.getDClass()),
                        Type.string(record.getType())))
        .toList();
  }

  /** Records, one a line. */
  List<String> records(Collection<Record> records) {
    return records.stream()
        .map(
            record ->
                "%-30s %6d %s %-6s %s%s"
                    .formatted(
                        record.getName(),
                        record.getTTL(),
                        DClass.string(record.getDClass()),
                        Type.string(record.getType()),
                        record.rdataToString(),
                        published(record)))
        .toList();
  }

  private String published(Record record) {
    String address =
        switch (record) {
          case ARecord a -> String.valueOf(a.getAddress().getHostAddress());
          case AAAARecord aaaa -> String.valueOf(aaaa.getAddress().getHostAddress());
          default -> "";
        };
    String published = publishedByAddress.getOrDefault(address, "");
    return published.isEmpty() ? "" : paint.faint("  ; published as " + published);
  }
}
