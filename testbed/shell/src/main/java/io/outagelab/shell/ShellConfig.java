package io.outagelab.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * The environment of a shell, as it was written: what is wrong with it is for {@link ShellSettings}
 * to say, all of it at once.
 */
@ConfigMapping(prefix = "lab")
public interface ShellConfig {
  /** LAB_WORLD: the folder or file of the world. */
  @WithDefault("/lab/worlds/facebook-2021")
  String world();

  /** LAB_WITH: the mitigations merged into the world, between commas. */
  Optional<List<String>> with();

  /** LAB_CONTAINER: which container of the world's placement this process is. Required. */
  Optional<String> container();

  /** LAB_COMPRESSION: how much faster than the world the lab runs; what the world says, if none. */
  Optional<String> compression();

  /** LAB_SEED: what the lab's randomness is derived from; the same in all containers. */
  @WithDefault("1")
  String seed();

  /** LAB_NET: the first two octets of all containers' addresses. */
  @WithDefault("10.53")
  String net();

  /** LAB_DNS_PORT: where name servers and resolvers listen. */
  @WithDefault("53")
  String dnsPort();

  /** LAB_GRPC_PORT: where every container's gRPC server listens, this one's too. */
  @WithDefault("9000")
  String grpcPort();

  /** LAB_STATE: the folder for what must last. */
  @WithDefault("/lab/state")
  String state();

  /** LAB_TOKEN: what changes need; that of LAB_TOKEN_FILE if none is given. */
  Optional<String> token();

  /** LAB_TOKEN_FILE: where the token is kept, made by the first container that looks. */
  @WithDefault("/lab/token/operator")
  String tokenFile();

  /**
   * What the shell can play, set where it is built: parts of a placement, {@code name-servers},
   * {@code resolvers} and {@code services}.
   */
  List<String> plays();
}
