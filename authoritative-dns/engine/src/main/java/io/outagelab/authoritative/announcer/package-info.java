/** The announcer: decides whether a name-server site may announce its anycast prefixes. */
@NullMarked
package io.outagelab.authoritative.announcer;

import org.jspecify.annotations.NullMarked;
