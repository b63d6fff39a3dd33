package io.outagelab.assembly;

import io.outagelab.authoritative.zone.ZoneText;
import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Zone files from a folder. No path and no link leads out of it. */
record FolderText(Path folder) implements ZoneText {
  /** A path as zone files write it: with slashes on every system. */
  static String path(Path relative) {
    List<String> steps = new ArrayList<>();
    relative.forEach(step -> steps.add(step.toString()));
    return String.join("/", steps);
  }

  @Override
  public String read(String path) {
    try {
      Path file = folder.resolve(path).toRealPath();
      if (!file.startsWith(folder.toRealPath())) {
        throw new LabConfigurationException("a link leads out of the folder " + folder);
      }
      if (!Files.isRegularFile(file)) {
        throw new LabConfigurationException("this is no file");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new LabConfigurationException("there is no such file in " + folder);
    } catch (InvalidPathException e) {
      throw new LabConfigurationException("this is no path: " + e.getReason());
    } catch (CharacterCodingException e) {
      throw new LabConfigurationException("this is no text in UTF-8");
    } catch (IOException e) {
      throw new LabConfigurationException("this cannot be read: " + e.getMessage());
    }
  }
}
