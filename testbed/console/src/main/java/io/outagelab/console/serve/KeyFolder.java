package io.outagelab.console.serve;

import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.KeyFile;
import io.outagelab.authoritative.dnssec.SigningKey;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * A folder of the keys that zones are signed with: {@code Kexample.com.+013+12345.key} and {@code
 * .private}, as {@code dnssec-keygen} writes them.
 */
record KeyFolder(Path folder, SecureRandom random) {
  private static final String PUBLIC = ".key";
  private static final String PRIVATE = ".private";

  /** The keys of a zone; none if there are no files of any. */
  List<SigningKey> keys(Name zone) {
    String prefix = prefix(zone);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(prefix))
          .filter(name -> name.endsWith(PUBLIC))
          .sorted()
          .map(name -> read(name.substring(0, name.length() - PUBLIC.length()), zone))
          .toList();
    } catch (IOException e) {
      throw new LabConfigurationException(
          "the folder of keys %s cannot be read: %s".formatted(folder, e));
    }
  }

  private static String prefix(Name zone) {
    String name = zone.equals(Name.root) ? "." : DnsNames.display(zone) + ".";
    return "k" + name.toLowerCase(Locale.ROOT) + "+";
  }

  private SigningKey read(String name, Name zone) {
    try {
      KeyFile file =
          new KeyFile(
              folder.resolve(name).toString(),
              Files.readString(folder.resolve(name + PUBLIC)),
              Files.readString(folder.resolve(name + PRIVATE)));
      SigningKey key = file.read(random);
      if (!key.zone().equals(zone)) {
        throw new LabConfigurationException(
            "%s%s: holds a key of %s".formatted(file.name(), PUBLIC, DnsNames.display(key.zone())));
      }
      return key;
    } catch (IOException e) {
      throw new LabConfigurationException(
          "the key %s cannot be read: %s".formatted(folder.resolve(name), e));
    }
  }

  /** A new key that signs everything of a zone, kept in the folder. */
  SigningKey make(Name zone, KeyAlgorithm algorithm) {
    SigningKey key = SigningKey.make(zone, algorithm, SigningKey.Role.KEY_SIGNING, random);
    KeyFile file = KeyFile.of(key);
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createDirectories(folder);
      Path secret = Files.createFile(folder.resolve(file.name() + PRIVATE), owner);
      Files.writeString(secret, file.privateText());
      Files.writeString(folder.resolve(file.name() + PUBLIC), file.publicText());
      return key;
    } catch (IOException e) {
      throw new LabConfigurationException(
          "a key for %s cannot be kept in %s: %s".formatted(DnsNames.display(zone), folder, e));
    }
  }
}
