package io.outagelab.authoritative.zone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Reads one record from the fields of an entry: {@code [TTL] [class] type data} in RFC 1035 §5.1.
 *
 * <p>The types that make up large zones are read here, in a fraction of the time; all others, and
 * the notation for unknown data (RFC 3597 §5), by dnsjava.
 */
final class RecordReader {
  /** The place that dnsjava puts before its messages: the line within the entry. */
  private static final Pattern PLACE = Pattern.compile("^[^:]*:(\\d+): (.*)$", Pattern.DOTALL);

  /** How data of any type may be written (RFC 3597 §5). */
  private static final String UNKNOWN_DATA = "\\#";

  private static final int MAX_U16 = 0xffff;

  private final MasterEntries entry;
  private final Name owner;
  private final Name origin;
  private OptionalLong ttl = OptionalLong.empty();
  private int dclass = DClass.IN;
  private int type;
  private int data;

  private RecordReader(MasterEntries entry, Name owner, Name origin) {
    this.entry = entry;
    this.owner = owner;
    this.origin = origin;
  }

  /**
   * Reads the record of this entry.
   *
   * @param from the first field after the owner name
   * @param defaultTtl what an omitted TTL is, if anything
   * @throws BadEntry if it is none
   */
  static Record read(
      MasterEntries entry, int from, Name owner, Name origin, OptionalLong defaultTtl) {
    RecordReader reader = new RecordReader(entry, owner, origin);
    reader.readHead(from);
    return reader.readRecord(defaultTtl);
  }

  /** A domain name from a field. */
  static Name name(MasterEntries entry, int field, Name origin) {
    String text = plain(entry, field, "a domain name");
    try {
      return Name.fromString(text, origin);
    } catch (TextParseException e) {
      throw new BadEntry(
          entry.line(field),
          "'%s' is no domain name: labels of 1 to 63 octets, 255 in all".formatted(text));
    }
  }

  /** A field that must be there, without quotes. */
  static String plain(MasterEntries entry, int field, String wanted) {
    if (field >= entry.count() || entry.isQuoted(field)) {
      throw new BadEntry(entry.line(field), wanted + " is missing");
    }
    return entry.field(field);
  }

  private void readHead(int from) {
    boolean hasClass = false;
    for (int field = from; ; field++) {
      String word = plain(entry, field, "the type of the record");
      char first = word.charAt(0);
      type = Type.value(word);
      if (first >= '0' && first <= '9' && ttl.isEmpty()) {
        ttl = OptionalLong.of(ttl(field, word));
      } else if (type >= 0) {
        data = field + 1;
        checkType(field, word);
        return;
      } else if (!hasClass && DClass.value(word) >= 0) {
        dclass = DClass.value(word);
        hasClass = true;
      } else {
        throw new BadEntry(entry.line(field), "'%s' is no type of records".formatted(word));
      }
    }
  }

  private long ttl(int field, String word) {
    return Ttl.parse(word)
        .orElseThrow(
            () ->
                new BadEntry(
                    entry.line(field),
                    "TTL '%s': 0 to %d seconds are allowed, or units (5m, 1h30m, 1d)"
                        .formatted(word, Ttl.MAX)));
  }

  private void checkType(int field, String word) {
    if (!DataTypes.isData(type)) {
      throw new BadEntry(entry.line(field), "a zone holds no records of type " + word);
    }
  }

  private Record readRecord(OptionalLong defaultTtl) {
    if (ttl.isEmpty()) {
      ttl = defaultTtl;
    }
    if (ttl.isEmpty() && type != Type.SOA) {
      throw new BadEntry(
          entry.line(), "no TTL: give it one, or the file a $TTL directive (RFC 2308 §4)");
    }
    Record rr = readData(ttl.orElse(0));
    // As BIND does: an SOA record without a TTL has that of its MINIMUM field.
    return ttl.isEmpty() && rr instanceof SOARecord soa ? readData(soa.getMinimum()) : rr;
  }

  private Record readData(long seconds) {
    if (data < entry.count() && !entry.isQuoted(data) && entry.field(data).equals(UNKNOWN_DATA)) {
      return readByDnsjava(seconds);
    }
    return switch (type) {
      case Type.A -> new ARecord(owner, dclass, seconds, address(Address.IPv4));
      case Type.AAAA -> new AAAARecord(owner, dclass, seconds, address(Address.IPv6));
      case Type.CNAME -> new CNAMERecord(owner, dclass, seconds, onlyName(0));
      case Type.MX -> new MXRecord(owner, dclass, seconds, number(data), onlyName(1));
      case Type.NS -> new NSRecord(owner, dclass, seconds, onlyName(0));
      case Type.PTR -> new PTRRecord(owner, dclass, seconds, onlyName(0));
      case Type.TXT -> readText(seconds);
      default -> readByDnsjava(seconds);
    };
  }

  private byte[] address(int family) {
    String kind = family == Address.IPv4 ? "an IPv4 address" : "an IPv6 address";
    String text = plain(entry, data, kind);
    byte @Nullable [] octets = Address.toByteArray(text, family);
    if (octets == null) {
      throw new BadEntry(entry.line(data), "'%s' is not %s".formatted(text, kind));
    }
    checkEnd(data + 1);
    return octets;
  }

  private Name onlyName(int place) {
    Name name = name(entry, data + place, origin);
    checkEnd(data + place + 1);
    return name;
  }

  private int number(int field) {
    String text = plain(entry, field, "a number");
    int number = 0;
    for (int i = 0; i < text.length() && number <= MAX_U16; i++) {
      char c = text.charAt(i);
      number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : MAX_U16 + 1;
    }
    if (number > MAX_U16) {
      throw new BadEntry(
          entry.line(field), "'%s' is no number from 0 to %d".formatted(text, MAX_U16));
    }
    return number;
  }

  private Record readText(long seconds) {
    if (data == entry.count()) {
      throw new BadEntry(entry.line(data), "a character string is missing");
    }
    List<String> strings = new ArrayList<>(entry.count() - data);
    for (int field = data; field < entry.count(); field++) {
      strings.add(entry.field(field));
    }
    try {
      return encodable(new TXTRecord(owner, dclass, seconds, strings));
    } catch (IllegalArgumentException e) {
      throw new BadEntry(entry.line(data), String.valueOf(e.getMessage()));
    }
  }

  private void checkEnd(int field) {
    if (field < entry.count()) {
      throw new BadEntry(
          entry.line(field),
          "'%s' is more than a %s record has".formatted(entry.field(field), Type.string(type)));
    }
  }

  private Record readByDnsjava(long seconds) {
    try {
      return encodable(
          Record.fromString(owner, type, dclass, seconds, entry.inParentheses(data), origin));
    } catch (IOException | IllegalArgumentException e) {
      Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
      throw place.matches()
          ? new BadEntry(entry.line(data) + Integer.parseInt(place.group(1)) - 1, place.group(2))
          : new BadEntry(entry.line(data), String.valueOf(e.getMessage()));
    }
  }

  /** Text may say more than the octets of a record can hold. */
  private Record encodable(Record rr) {
    try {
      rr.toWire(Section.ANSWER);
      return rr;
    } catch (IndexOutOfBoundsException incomplete) {
      throw new BadEntry(
          entry.line(data),
          "something is missing: data of type %s that cannot be encoded"
              .formatted(Type.string(type)));
    } catch (IllegalArgumentException tooLong) {
      throw new BadEntry(
          entry.line(data),
          "too long for the data of type %s: 65535 octets are allowed, in some fields 255"
              .formatted(Type.string(type)));
    }
  }
}
