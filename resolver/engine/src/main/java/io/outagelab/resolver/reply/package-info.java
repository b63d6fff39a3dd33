/**
 * What a name server said: pure functions that scrub a reply by bailiwick, classify it, and build
 * the delegation from a referral.
 */
@NullMarked
package io.outagelab.resolver.reply;

import org.jspecify.annotations.NullMarked;
