package io.outagelab.console.api;

import io.outagelab.assembly.Status;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.harness.EmbeddedLab;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The service of a lab in this JVM. */
public final class EmbeddedService implements LabService, AutoCloseable {
  private final EmbeddedLab lab;
  private final int dnsPort;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** The service of this lab, whose DNS listens on this port. */
  public EmbeddedService(EmbeddedLab lab, int dnsPort) {
    this.lab = lab;
    this.dnsPort = dnsPort;
  }

  @Override
  public LabDescription description() {
    return LabDescription.of(lab.assembled(), lab.mode(), lab.worldTime(), dnsPort);
  }

  @Override
  public Status status() {
    return lab.status();
  }

  @Override
  public EventPage events(long from, Duration wait) {
    return EventPage.of(lab.log(), from, wait, lab::worldTime);
  }

  @Override
  public long instruct(OperatorInstruction instruction) {
    long next = lab.log().next();
    lab.instruct(instruction);
    return next;
  }

  @Override
  public Optional<Runnable> stopper() {
    return Optional.of(this::stop);
  }

  /** Asks the lab to stop. Returns before it has. */
  public void stop() {
    stopped.countDown();
  }

  /** Waits until somebody asks the lab to stop. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Stops the lab. */
  @Override
  public void close() {
    lab.close();
  }
}
