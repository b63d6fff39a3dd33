package io.outagelab.core.node;

/**
 * What a person, a drill or the console tells a node over the testbed plane. Each engine declares
 * its own as records; a node ignores those it does not know.
 */
public interface Instruction {}
