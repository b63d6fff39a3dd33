package io.outagelab.assembly;

import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.node.Instruction;

/** Tells a name server to answer from these zones, from its next query on. */
public record ServeZones(ZoneSet zones) implements Instruction {}
