package io.outagelab.assembly;

import io.outagelab.configpush.JournalEntry;
import java.util.List;

/** Where the controller writes what it does before it does it. */
public interface PushJournal {
  /** A journal that lives as long as the controller: nothing is kept. */
  PushJournal NONE =
      new PushJournal() {
        @Override
        public List<JournalEntry> entries() {
          return List.of();
        }

        @Override
        public void append(JournalEntry entry) {}
      };

  /** The lines written so far, the oldest first. */
  List<JournalEntry> entries();

  /** Writes a line. Returns when it will not be lost any more. */
  void append(JournalEntry entry);
}
