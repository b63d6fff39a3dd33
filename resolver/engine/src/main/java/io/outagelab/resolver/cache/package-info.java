/**
 * What the resolver remembers: RRsets by credibility, negative answers, failures, and how each
 * server behaved. All bounded; all ask for the time as an argument.
 */
@NullMarked
package io.outagelab.resolver.cache;

import org.jspecify.annotations.NullMarked;
