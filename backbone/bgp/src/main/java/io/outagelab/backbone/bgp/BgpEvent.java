package io.outagelab.backbone.bgp;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.util.Map;

/** What a speaker observes of its sessions. */
public sealed interface BgpEvent extends Event {
  /** The speaker that observed it. */
  String a();

  /** Its peer. */
  String b();

  /** Why. */
  Reason reason();

  @Override
  default Layer layer() {
    return Layer.BGP;
  }

  @Override
  default String subject() {
    return a() + "--" + b();
  }

  @Override
  default String detail() {
    return reason().label();
  }

  @Override
  default Map<String, String> attributes() {
    return Map.of("a", a(), "b", b(), "reason", reason().label());
  }

  /** A session was established. */
  record SessionUp(String a, String b, Reason reason) implements BgpEvent {}

  /** An established session was lost. */
  record SessionDown(String a, String b, Reason reason) implements BgpEvent {}
}
