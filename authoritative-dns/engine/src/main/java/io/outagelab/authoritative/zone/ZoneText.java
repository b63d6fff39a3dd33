package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;

/** Where the text of zone files comes from: engines read no files themselves. */
@FunctionalInterface
public interface ZoneText {
  /** For texts that stand alone: they can include nothing. */
  ZoneText NONE =
      path -> {
        throw new LabConfigurationException("this text stands alone: there are no files beside it");
      };

  /**
   * The text of a file.
   *
   * @param path relative to the folder that all files of the zone are in, with slashes; never
   *     absolute and never with {@code ..}
   * @throws LabConfigurationException with what is wrong, if the file cannot be read or is not in
   *     that folder
   */
  String read(String path);
}
