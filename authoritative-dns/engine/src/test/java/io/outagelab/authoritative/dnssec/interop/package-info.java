/** Signed zones before other projects' validators, checkers, signers and servers. */
@NullMarked
package io.outagelab.authoritative.dnssec.interop;

import org.jspecify.annotations.NullMarked;
