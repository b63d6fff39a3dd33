package io.outagelab.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The published schemas are what the loader reads. */
class WorldSchemaTest {
  @Test
  void worldSchemaIsPublished() throws IOException {
    assertPublished("world.schema.json", WorldSchema.world());
  }

  @Test
  void pushSchemaIsPublished() throws IOException {
    assertPublished("push.schema.json", WorldSchema.push());
  }

  @Test
  void containersSchemaIsPublished() throws IOException {
    assertPublished("containers.schema.json", WorldSchema.containers());
  }

  /** To publish a changed schema: {@code -Dregenerate=true}. */
  private static void assertPublished(String name, String printed) throws IOException {
    Path file = Worlds.FOLDER.resolve(name);
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(file, printed);
    }
    assertThat(Files.readString(file)).isEqualTo(printed);
  }

  @Test
  void isJsonAndDescribesEveryKey() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(WorldSchema.world());

    assertThat(schema.path("$schema").asText()).contains("2020-12");
    assertDescribed("", schema);
    JsonNode policy = schema.at("/properties/resolvers/items/properties/policy/properties");
    assertThat(policy.at("/failure-ttl/default").asText()).isEqualTo("5s");
    assertThat(policy.at("/max-cname/default").asInt()).isEqualTo(12);
  }

  private static void assertDescribed(String path, JsonNode schema) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String child = path + "/" + property.getKey();
              assertThat(property.getValue().path("description").asText()).as(child).isNotBlank();
              assertDescribed(child, property.getValue());
              assertDescribed(child, property.getValue().path("items"));
              assertDescribed(child, property.getValue().path("additionalProperties"));
            });
  }
}
