package io.outagelab.console.serve;

import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells when files of a folder, or of the folders in it, have changed, on a thread of its own. It
 * waits until nothing has changed for a moment: who copies a file or saves it from an editor leaves
 * it missing or half written on the way. It outlives everything: failures of whoever is told, and
 * the folder itself.
 */
public final class FolderWatch implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("outage-lab");

  /** How long nothing may change before changes are told. */
  private static final Duration QUIET = Duration.ofMillis(200);

  /** How long changes may go on before they are told all the same. */
  private static final Duration RESTLESS = Duration.ofSeconds(5);

  /** How often the folder is looked for, since nobody tells that another has taken its place. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path folder;
  private final WatchService service;
  private final Map<Path, WatchKey> watched = new HashMap<>();
  private Optional<Object> identity = Optional.empty();
  private Optional<Thread> thread = Optional.empty();

  /** Remembers changes from now on; tells of them once it is {@linkplain #start started}. */
  public FolderWatch(Path folder) {
    this.folder = folder;
    try {
      this.service = folder.getFileSystem().newWatchService();
      watchFolders();
    } catch (IOException e) {
      throw new LabConfigurationException(
          "the folder %s cannot be watched for changes: %s".formatted(folder, e.getMessage()));
    }
  }

  /**
   * Starts to tell of every change, also those since it was made.
   *
   * @param watcher is handed the thread that it does so on, before it starts
   */
  public void start(Runnable onChange, Consumer<Thread> watcher) {
    Thread watching = new Thread(() -> watch(onChange), "zones");
    watching.setDaemon(true);
    watcher.accept(watching);
    thread = Optional.of(watching);
    watching.start();
  }

  private void watch(Runnable onChange) {
    try {
      while (true) {
        awaitChange();
        awaitQuiet();
        tell(onChange);
      }
    } catch (ClosedWatchServiceException e) {
      // Nobody wants to know any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitChange() throws InterruptedException {
    while (identity.equals(identityOf(folder))) {
      WatchKey key = service.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (key != null) {
        take(key);
        return;
      }
    }
  }

  private void awaitQuiet() throws InterruptedException {
    long end = System.nanoTime() + RESTLESS.toNanos();
    WatchKey key = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    while (key != null && System.nanoTime() < end) {
      take(key);
      key = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (key != null) {
      take(key);
    }
  }

  /** What changes from here on is told again; unless its folder is gone. */
  private void take(WatchKey key) {
    key.pollEvents();
    if (!key.reset()) {
      watched.values().remove(key);
    }
  }

  /** New folders are watched before anything is read, so that no change falls in between. */
  private void tell(Runnable onChange) {
    try {
      watchFolders();
      onChange.run();
    } catch (IOException | RuntimeException e) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "a change in %s could not be followed; the next one will be".formatted(folder),
          e);
    }
  }

  /** Watches each folder that is not watched yet, and all anew if another has taken the place. */
  private void watchFolders() throws IOException {
    Optional<Object> now = identityOf(folder);
    if (!now.equals(identity)) {
      watched.values().forEach(WatchKey::cancel);
      watched.clear();
      identity = now;
    }
    if (now.isPresent()) {
      Files.walkFileTree(folder.toRealPath(), new Registration());
    }
  }

  private static Optional<Object> identityOf(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.isDirectory()
          ? Optional.of(Optional.ofNullable(attributes.fileKey()).orElse(path))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private final class Registration extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (!watched.containsKey(directory)) {
        watched.put(
            directory,
            directory.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE,
                StandardWatchEventKinds.ENTRY_MODIFY));
      }
      return FileVisitResult.CONTINUE;
    }

    /** What is gone need not be watched. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  @Override
  public void close() {
    try {
      service.close();
      if (thread.isPresent()) {
        thread.get().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
