/**
 * The authoritative name server: what it answers ({@link io.outagelab.authoritative.Authority}) and
 * the machine around it ({@link io.outagelab.authoritative.NameServer}).
 */
@NullMarked
package io.outagelab.authoritative;

import org.jspecify.annotations.NullMarked;
