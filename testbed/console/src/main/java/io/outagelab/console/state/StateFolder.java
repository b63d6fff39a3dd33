package io.outagelab.console.state;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The folder {@code $XDG_STATE_HOME/outage-lab}: the operator token, which lab is up, logs and
 * reports.
 *
 * <p>The lab that is up holds a lock on a file in it for as long as it lives, so that there is one
 * at a time, and none after its process has ended however that came.
 */
public final class StateFolder {
  private static final String NAME = "outage-lab";
  private static final String TOKEN = "token";
  private static final String RECORD = "lab.json";
  private static final String LOCK = "lab.lock";
  private static final int TOKEN_OCTETS = 24;

  private final Path folder;
  private final Optional<String> givenToken;

  private StateFolder(Path folder, Optional<String> givenToken) {
    this.folder = folder;
    this.givenToken = givenToken;
  }

  /** The folder that the environment names. It need not exist yet. */
  public static StateFolder of(Shell shell) {
    Path base =
        shell
            .variable("XDG_STATE_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElseGet(
                () ->
                    Path.of(shell.variable("HOME").orElse(System.getProperty("user.home")))
                        .resolve(".local")
                        .resolve("state"));
    return new StateFolder(base.resolve(NAME), shell.variable("LAB_TOKEN"));
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** The log of a lab in the background. */
  public Path log() {
    create();
    return folder.resolve("lab.log");
  }

  /** Where reports go unless told otherwise. */
  public Path reports() {
    return folder.resolve("reports");
  }

  /** The operator token: {@code LAB_TOKEN}, else that of the folder, made now if need be. */
  public String token() {
    return givenToken.or(this::storedToken).orElseGet(this::makeToken);
  }

  /** The operator token, if there is one. */
  public Optional<String> knownToken() {
    return givenToken.or(this::storedToken);
  }

  private Optional<String> storedToken() {
    return read(TOKEN).map(String::strip).filter(token -> !token.isEmpty());
  }

  private String makeToken() {
    byte[] octets = new byte[TOKEN_OCTETS];
    new SecureRandom().nextBytes(octets);
    String token = HexFormat.of().formatHex(octets);
    write(TOKEN, token + "\n");
    return token;
  }

  /** Which lab was last recorded as up; it may have ended since. */
  public Optional<LabRecord> record() {
    return read(RECORD).flatMap(LabRecord::parse);
  }

  /** Records which lab is up. */
  public void record(LabRecord lab) {
    write(RECORD, lab.toJson());
  }

  /** Forgets which lab is up. */
  public void forget() {
    try {
      Files.deleteIfExists(folder.resolve(RECORD));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** A lab's hold on the folder. */
  public static final class Claim implements AutoCloseable {
    private final FileLock lock;

    private Claim(FileLock lock) {
      this.lock = lock;
    }

    /** Lets the next lab come up. */
    @Override
    public void close() {
      try {
        lock.acquiredBy().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Holds the folder for a lab; empty if another lab holds it. */
  public Optional<Claim> claim() {
    create();
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<FileLock> lock = tryLock(channel);
      if (lock.isEmpty()) {
        channel.close();
      }
      return lock.map(Claim::new);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Readers see the whole of the old content or of the new; nobody else may read either. */
  private void write(String name, String content) {
    create();
    try {
      Path draft = Files.createTempFile(folder, name, ".draft", privately("rw-------"));
      Files.write(draft, content.getBytes(StandardCharsets.UTF_8));
      Files.move(
          draft,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void create() {
    try {
      Files.createDirectories(folder, privately("rwx------"));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static FileAttribute<?>[] privately(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private CommandFailure unusable(IOException e) {
    return CommandFailure.invalid(
        "the state folder %s cannot be used (%s): set XDG_STATE_HOME to a folder of yours"
            .formatted(folder, e));
  }
}
