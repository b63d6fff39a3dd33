/**
 * One router's BGP-4 speaker: sessions, the wire codec and the three kinds of routing table.
 *
 * <p>Start at {@link io.outagelab.backbone.bgp.BgpSpeaker}.
 */
@NullMarked
package io.outagelab.backbone.bgp;

import org.jspecify.annotations.NullMarked;
