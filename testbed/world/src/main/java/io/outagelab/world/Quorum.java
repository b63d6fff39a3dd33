package io.outagelab.world;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many of some sites must be well. */
public sealed interface Quorum {
  /** One is enough. */
  Quorum ONE = new Count(1);

  /** How files spell it: {@code 2}, {@code majority} or {@code 3/4}. */
  String PATTERN = "^(majority|[1-9][0-9]{0,2}(/[1-9][0-9]{0,2})?)$";

  /** So many. */
  record Count(int number) implements Quorum {
    @Override
    public int of(int all) {
      return number;
    }

    @Override
    public String toString() {
      return Integer.toString(number);
    }
  }

  /** More than half of them. */
  record Majority() implements Quorum {
    @Override
    public int of(int all) {
      return all / 2 + 1;
    }

    @Override
    public String toString() {
      return "majority";
    }
  }

  /** At least this share of them; at most all. */
  record Share(int part, int whole) implements Quorum {
    @Override
    public int of(int all) {
      return Math.ceilDiv(all * part, whole);
    }

    @Override
    public String toString() {
      return part + "/" + whole;
    }
  }

  /** How many of so many that is. */
  int of(int all);

  /** The quorum that a text spells, if it does. */
  static Optional<Quorum> parse(String text) {
    Matcher read = Pattern.compile(PATTERN).matcher(text);
    if (!read.matches()) {
      return Optional.empty();
    }
    if (text.equals("majority")) {
      return Optional.of(new Majority());
    }
    String[] numbers = text.split("/", -1);
    int part = Integer.parseInt(numbers[0]);
    if (numbers.length == 1) {
      return Optional.of(new Count(part));
    }
    int whole = Integer.parseInt(numbers[1]);
    return part <= whole ? Optional.of(new Share(part, whole)) : Optional.empty();
  }
}
