package io.outagelab.console.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** Tells when files of a folder have changed, on a thread of its own. */
public final class FolderWatch implements AutoCloseable {
  private final WatchService service;
  private final Runnable onChange;
  private final Thread thread = new Thread(this::watch, "zones");

  /** Remembers changes from now on; tells of them once it is {@linkplain #start started}. */
  public FolderWatch(Path folder, Runnable onChange) {
    this.onChange = onChange;
    try {
      this.service = folder.getFileSystem().newWatchService();
      folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
  }

  /** Starts to tell. */
  public void start() {
    thread.start();
  }

  private void watch() {
    try {
      for (WatchKey key = service.take(); ; key = service.take()) {
        key.pollEvents();
        // What changes from here on is told again.
        key.reset();
        onChange.run();
      }
    } catch (ClosedWatchServiceException e) {
      // Nobody wants to know any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      service.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
