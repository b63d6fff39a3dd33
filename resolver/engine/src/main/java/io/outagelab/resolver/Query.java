package io.outagelab.resolver;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.reply.Delegation;

/**
 * A query to a name server that waits for its reply.
 *
 * @param path how it went, which a reply has to come back by
 * @param id of the message
 * @param question what was asked
 * @param resolution for which resolution
 * @param delegation as one of whose servers it was asked
 * @param edns whether the query carried OPT
 * @param sentAt when
 */
record Query(
    Path path,
    int id,
    Question question,
    long resolution,
    Delegation delegation,
    boolean edns,
    Tick sentAt) {

  /** A way to a server and back. No two queries wait on the same one. */
  record Path(Transport transport, Endpoint local, Endpoint server) {}
}
