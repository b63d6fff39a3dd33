# One image for all roles of the live lab: LAB_ROLE says which one a container plays.
#   docker build -t outage-lab .
# Any image with a JDK of 25 and bash builds it, any with its JRE and bash runs it.
ARG BUILD_IMAGE=eclipse-temurin:25
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

# What it depends on, in layers that a change of the code does not touch.
FROM ${BUILD_IMAGE} AS dependencies
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY apps/engine/pom.xml apps/engine/
COPY apps/server/pom.xml apps/server/
COPY authoritative-dns/engine/pom.xml authoritative-dns/engine/
COPY authoritative-dns/server/pom.xml authoritative-dns/server/
COPY backbone/bgp/pom.xml backbone/bgp/
COPY backbone/config-push/pom.xml backbone/config-push/
COPY backbone/server/pom.xml backbone/server/
COPY resolver/engine/pom.xml resolver/engine/
COPY resolver/server/pom.xml resolver/server/
COPY testbed/api-server/pom.xml testbed/api-server/
COPY testbed/assembly/pom.xml testbed/assembly/
COPY testbed/console/pom.xml testbed/console/
COPY testbed/contracts/pom.xml testbed/contracts/
COPY testbed/core/pom.xml testbed/core/
COPY testbed/drills/pom.xml testbed/drills/
COPY testbed/edge/pom.xml testbed/edge/
COPY testbed/harness/pom.xml testbed/harness/
COPY testbed/hosting/pom.xml testbed/hosting/
COPY testbed/shell/pom.xml testbed/shell/
COPY testbed/shell-parent/pom.xml testbed/shell-parent/
COPY testbed/simulation/pom.xml testbed/simulation/
COPY testbed/testcontainers/pom.xml testbed/testcontainers/
COPY testbed/world/pom.xml testbed/world/
ENV SHELLS=backbone/server,authoritative-dns/server,resolver/server,apps/server,testbed/api-server
ENV PACKAGE="-B -q -ntp -P lab -Dmaven.test.skip=true -Dspotless.check.skip=true -pl $SHELLS -am package"
# Builds modules of next to nothing, and so fetches all that building them takes.
RUN for pom in */*/pom.xml; do \
    mkdir -p "${pom%/*}/src/main/java" && echo 'class Nothing {}' >"${pom%/*}/src/main/java/Nothing.java" || exit; \
  done \
  && mkdir testbed/contracts/src/main/proto \
  && echo 'syntax = "proto3"; option java_package = "nowhere"; message None {} service At { rpc All(None) returns (None); }' \
    >testbed/contracts/src/main/proto/nothing.proto \
  && ./mvnw $PACKAGE \
  && rm -rf */*/src */*/target

FROM dependencies AS build
COPY . .
RUN ./mvnw --offline $PACKAGE \
  && mkdir -p /lab/state /lab/token \
  && cp -a backbone/server/target/lab/quarkus-app /lab/backbone \
  && cp -a authoritative-dns/server/target/lab/quarkus-app /lab/authoritative \
  && cp -a resolver/server/target/lab/quarkus-app /lab/resolver \
  && cp -a apps/server/target/lab/quarkus-app /lab/apps \
  && cp -a testbed/api-server/target/lab/quarkus-app /lab/api \
  && cp -a worlds /lab/worlds \
  && cp compose/start compose/healthy compose/preflight /lab/ \
  && chown -R 10001:10001 /lab/state /lab/token

# The caches fit this very runtime and these very files, so they are made with it from them.
FROM ${RUNTIME_IMAGE} AS trained
COPY --from=build /lab /lab
COPY compose/train /train
RUN /train && rm /train

FROM ${RUNTIME_IMAGE}
COPY --from=trained --chown=0:0 /lab /lab
RUN chown 10001:10001 /lab/state /lab/token
ENV MALLOC_ARENA_MAX=1
USER 10001:10001
EXPOSE 53/udp 53/tcp 8080 9000
# The probe stays and asks again and again, as starting one costs far more than asking.
HEALTHCHECK --interval=1s --timeout=75s --retries=2 --start-period=60s CMD ["/lab/healthy"]
ENTRYPOINT ["/lab/start"]
