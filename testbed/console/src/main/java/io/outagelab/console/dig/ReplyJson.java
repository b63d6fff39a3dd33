package io.outagelab.console.dig;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.dig.Exchange.Reply;
import io.outagelab.core.dns.DnsNames;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A response as JSON. */
public final class ReplyJson {
  private ReplyJson() {}

  /** The response as an object. */
  public static ObjectNode of(Reply reply) {
    Message message = reply.message();
    ObjectNode json = Json.object();
    json.put("status", Rcode.string(message.getRcode()));
    json.put("authoritative", message.getHeader().getFlag(Flags.AA));
    json.put("recursionAvailable", message.getHeader().getFlag(Flags.RA));
    json.set("extendedErrors", Json.texts(ReplyText.errors(message)));
    json.set("answer", records(message.getSection(Section.ANSWER)));
    json.set("authority", records(message.getSection(Section.AUTHORITY)));
    json.set("additional", records(message.getSection(Section.ADDITIONAL)));
    json.put("milliseconds", reply.took().toMillis());
    json.put("octets", reply.octets());
    json.put("transport", reply.transport());
    return json;
  }

  private static ArrayNode records(List<Record> records) {
    ArrayNode array = Json.array();
    for (Record record : records) {
      if (record.getType() != Type.OPT) {
        array
            .addObject()
            .put("name", DnsNames.display(record.getName()))
            .put("ttl", record.getTTL())
            .put("type", Type.string(record.getType()))
            .put("data", record.rdataToString());
      }
    }
    return array;
  }
}
