package io.outagelab.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.outagelab.assembly.Instructions;
import io.outagelab.core.Event;
import io.outagelab.core.TimeScale;
import io.outagelab.world.PushLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of services have in common. */
final class Steps {
  private Steps() {}

  /** A resolver's answer for a name has become this. */
  static Predicate<Event> answer(String name, String rcode) {
    return event ->
        event.name().equals("answer-changed")
            && name.equals(event.attributes().get("name"))
            && rcode.equals(event.attributes().get("to"));
  }

  /** An app has become this. */
  static Predicate<Event> app(String app, String state) {
    return event ->
        event.name().equals("app-changed")
            && app.equals(event.attributes().get("app"))
            && state.equals(event.attributes().get("state"));
  }

  /** The call is refused with this code, and says why. */
  static void assertRefused(Status.Code code, String why, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
        .hasMessageContaining(why);
  }

  /** The operator is told to push the change that drains the whole backbone. */
  static void push(LoopbackLab lab) {
    lab.cast("api")
        .operator()
        .instruct(
            Instructions.push(
                lab.world(),
                new TimeScale(lab.compression()),
                PushLoader.load(Path.of("pushes/assess-backbone-capacity.yaml"), lab.world()),
                true,
                Optional.empty()));
  }
}
