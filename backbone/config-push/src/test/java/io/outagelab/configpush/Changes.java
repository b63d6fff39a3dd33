package io.outagelab.configpush;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes that tests push. */
final class Changes {
  private Changes() {}

  /** The change of 2021: everything, everywhere. */
  static ChangeDocument drainAll(String id) {
    return ChangeDocument.drain(id, Selector.all(), Selector.all(), true);
  }

  static ChangeDocument drainPlanes(String id, Integer... planes) {
    return ChangeDocument.drain(id, Selector.only(List.of(planes)), Selector.all(), true);
  }

  static ChangeDocument setting(String id, String key, String value) {
    return new ChangeDocument(
        id, "", "", Selector.all(), Selector.all(), new TreeMap<>(Map.of(key, value)));
  }
}
