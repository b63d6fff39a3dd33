/**
 * The link-state protocol of a backbone: each router tells all others whom it is adjacent to, and
 * computes the shortest path to each of them.
 */
@NullMarked
package io.outagelab.backbone.linkstate;

import org.jspecify.annotations.NullMarked;
