package io.outagelab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.Placement.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  @TempDir Path folder;

  private static World facebook() {
    return WorldLoader.load(Worlds.FOLDER.resolve("facebook-2021"));
  }

  @Test
  void nameServersThatShareAServiceAreToldApartByTheirThirdOctet() {
    World world = facebook();

    Map<IpAddress, Integer> listening = PlacementLoader.load(world).listening(world);

    assertThat(listening)
        .containsEntry(IpAddress.of("129.134.30.12"), 30 << 8 | 12)
        .containsEntry(IpAddress.of("129.134.30.11"), 30 << 8 | 12)
        .containsEntry(IpAddress.of("185.89.219.12"), 219 << 8 | 12)
        .containsEntry(IpAddress.of("1.1.1.1"), 1 << 8 | 1);
  }

  @Test
  void aContainerAnswersForEveryAddressOfAServiceThatItPlaysAlone() {
    World world = facebook();

    Map<IpAddress, Integer> listening = PlacementLoader.load(world).listening(world);

    assertThat(listening.get(IpAddress.of("192.58.128.30")))
        .isEqualTo(listening.get(IpAddress.of("198.41.0.4")));
  }

  @Test
  void atMostEighteenContainersPlayFacebook() {
    Placement placement = PlacementLoader.load(facebook());

    assertThat(placement.containers()).hasSizeLessThanOrEqualTo(18);
    assertThat(placement.playing(Part.BACKBONE).name()).isEqualTo("backbone");
    assertThat(placement.container("a-ns").map(Container::nameServers))
        .hasValueSatisfying(services -> assertThat(services).containsExactly("facebook-dns"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plays: [crowd, monitors] | plays: [crowd] | monitors is played by one container
          at: 254.2, plays | at: 254.1, plays | the address is that of backbone
          at: 8.8, resolvers | at: 8.9, resolvers | no server that it plays has this address
          at: 31.12, | at: 32.12, | no container plays this server of facebook-dns
          resolvers: [corp] | resolvers: [corporate] | corporate
          plays: [doors, tools] | plays: [doors, windows] | windows
          at: 0.4, | at: 300.4, | the last two octets of an address
          """)
  void saysWhatIsWrong(String sound, String spoilt, String message) throws IOException {
    Worlds.copy(Worlds.FOLDER.resolve("facebook-2021"), folder);
    Path file = folder.resolve(PlacementLoader.FILE);
    String text = Files.readString(file);
    assertThat(text).contains(sound);
    Files.writeString(file, text.replace(sound, spoilt));
    World world = WorldLoader.load(folder);

    assertThatThrownBy(() -> PlacementLoader.load(world))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining(file + ":")
        .hasMessageContaining(message);
  }

  @Test
  void aWorldWithoutPlacementRunsAsNoContainers() throws IOException {
    Worlds.copy(Worlds.FOLDER.resolve("tiny"), folder);
    Files.deleteIfExists(folder.resolve(PlacementLoader.FILE));
    World world = WorldLoader.load(folder);

    assertThatThrownBy(() -> PlacementLoader.load(world))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining(PlacementLoader.FILE);
  }
}
