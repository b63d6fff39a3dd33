package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class ZoneDifferenceTest {
  private static final Zone ONE = Zones.version(1, "old A 192.0.2.100");
  private static final Zone TWO = Zones.version(2, "new A 192.0.2.101");

  @Test
  void saysWhatOnlyOneOfTheVersionsHas() {
    ZoneDifference difference = ZoneDifference.between(ONE, TWO);

    assertThat(difference.deleted())
        .containsExactly(Zones.rr("old.example", Type.A, "192.0.2.100"));
    assertThat(difference.added()).containsExactly(Zones.rr("new.example", Type.A, "192.0.2.101"));
    assertThat(difference.size()).isEqualTo(4);
  }

  @Test
  void makesTheNewerVersionOfTheOlder() {
    Zone made = ZoneDifference.between(ONE, TWO).appliedTo(ONE).orElseThrow();

    assertThat(Zones.records(made)).isEqualTo(Zones.records(TWO));
  }

  @Test
  void deletesAndAddsARecordWhoseTtlChanged() {
    Zone longer = Zones.version(1, "h 3600 A 192.0.2.9");
    Zone shorter = Zones.version(2, "h 60 A 192.0.2.9");

    ZoneDifference difference = ZoneDifference.between(longer, shorter);

    assertThat(difference.deleted()).hasSize(1);
    assertThat(difference.added()).hasSize(1);
    assertThat(Zones.records(difference.appliedTo(longer).orElseThrow()))
        .isEqualTo(Zones.records(shorter));
  }

  /** RFC 4034 §3: the signatures of one name have as many TTLs as the RRsets that they cover. */
  @Test
  void findsOnlyTheSignaturesThatChanged() {
    String rest = " 15 2 3600 20260401000000 20260301000000 1039 example. ";
    String[] kept = {
      "h 3600 A 192.0.2.9",
      "h 3600 RRSIG A" + rest + "AAAA",
      "h 300 TXT text",
      "h 60 HINFO x y",
      "h 60 RRSIG HINFO" + rest + "AAAA"
    };
    Zone older = Zones.version(1, String.join("\n", kept), "h 300 RRSIG TXT" + rest + "AAAA");
    Zone newer = Zones.version(2, String.join("\n", kept), "h 300 RRSIG TXT" + rest + "BBBB");

    ZoneDifference difference = ZoneDifference.between(older, newer);

    assertThat(difference.deleted()).hasSize(1);
    assertThat(difference.added())
        .singleElement()
        .satisfies(rr -> assertThat(rr.getRRsetType()).isEqualTo(Type.TXT));
    assertThat(Zones.records(difference.appliedTo(older).orElseThrow()))
        .isEqualTo(Zones.records(newer));
  }

  @Test
  void appliesToNoOtherVersion() {
    ZoneDifference difference = ZoneDifference.between(ONE, TWO);
    Zone lacking = Zones.version(1);
    Zone ahead = Zones.version(1, "old A 192.0.2.100", "new A 192.0.2.101");

    assertThat(difference.appliedTo(TWO)).isEmpty();
    assertThat(difference.appliedTo(lacking)).isEmpty();
    assertThat(difference.appliedTo(ahead)).isEmpty();
  }

  @Test
  void leadsForwardOnly() {
    assertThatThrownBy(() -> ZoneDifference.between(TWO, ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void historyDropsItsOldestDifferencesFirst() {
    ZoneHistory history = ZoneHistory.empty(8);
    for (int serial = 1; serial <= 4; serial++) {
      history =
          history.with(
              ZoneDifference.between(
                  Zones.version(serial, "h A 192.0.2." + serial),
                  Zones.version(serial + 1, "h A 192.0.2." + (serial + 1))));
    }

    assertThat(history.differences()).hasSize(2);
    assertThat(history.between(new Serial(3), new Serial(5))).contains(history.differences());
    assertThat(history.between(new Serial(4), new Serial(5)).map(List::size)).contains(1);
    assertThat(history.between(new Serial(2), new Serial(5))).isEmpty();
    assertThat(history.between(new Serial(3), new Serial(4))).isEmpty();
  }

  @Test
  void historyStartsAnewAfterAGap() {
    ZoneHistory history =
        ZoneHistory.empty(100)
            .with(ZoneDifference.between(ONE, TWO))
            .with(ZoneDifference.between(Zones.version(7), Zones.version(8)));

    assertThat(history.differences()).hasSize(1);
    assertThat(history.between(new Serial(1), new Serial(8))).isEmpty();
  }

  @Test
  void historyKeepsNothingThatIsTooLargeAlone() {
    assertThat(ZoneHistory.empty(3).with(ZoneDifference.between(ONE, TWO)).differences()).isEmpty();
  }
}
