package io.outagelab.hosting;

import io.outagelab.core.net.Prefix;
import io.outagelab.world.Placement;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.World;
import java.nio.file.Path;

/**
 * What a process hosts and where.
 *
 * @param world the world, mitigations merged in
 * @param placement which container plays what
 * @param container the one that this process is
 * @param compression how much faster than the world the lab runs
 * @param seed what the lab's randomness is derived from; every process has the same
 * @param base the /16 that the containers' addresses lie in
 * @param dnsPort where name servers and resolvers listen
 * @param grpcPort where every container's gRPC server listens
 * @param state the folder for what must last
 * @param token what calls need that change the lab; every process has the same
 */
public record HostingSettings(
    World world,
    Placement placement,
    Container container,
    int compression,
    long seed,
    Prefix base,
    int dnsPort,
    int grpcPort,
    Path state,
    OperatorToken token) {}
