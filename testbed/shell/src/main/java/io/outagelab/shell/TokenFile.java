package io.outagelab.shell;

import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The file in which the containers of a lab keep its operator's token, for its owner's eyes. */
final class TokenFile {
  private static final int OCTETS = 24;

  private TokenFile() {}

  /**
   * The token in this file, made if there is none. Whoever is killed meanwhile leaves no half of
   * it, and of several who make one at the same time the first one's is everybody's.
   *
   * @throws LabConfigurationException if it can be neither read nor made
   */
  static String read(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw unusable(file, "it is empty");
      }
      return token;
    } catch (IOException e) {
      throw unusable(file, e.toString());
    }
  }

  private static void make(Path file) throws IOException {
    byte[] octets = new byte[OCTETS];
    new SecureRandom().nextBytes(octets);
    Path draft =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "token",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, HexFormat.of().formatHex(octets));
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Somebody else was first.
    } finally {
      Files.delete(draft);
    }
  }

  private static LabConfigurationException unusable(Path file, String why) {
    return new LabConfigurationException(
        "LAB_TOKEN_FILE: the operator's token cannot be kept in %s (%s): %s"
            .formatted(file, why, "make its folder writable or set LAB_TOKEN"));
  }
}
