package gedeon.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.ManualTicks;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.Sightings;
import gedeon.sync.scan.WatchedSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceTests {
    private static final Place DISK = new Place("/dev/sda1", "ext4");
    private static final Place SHARE = new Place("//pc/data", "cifs");

    @TempDir
    Path home;

    private final ManualTicks ticks = new ManualTicks();
    private final List<String> troubles = new ArrayList<>();
    private Path folder;
    private Place lies = DISK;
    private boolean waiting = true;
    private int asked;
    private Presence presence;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(home.resolve("data"));
        restart();
    }

    private void restart() {
        presence = new Presence(PlaceMemory.open(home.resolve("agent.json.folders")), ticks, path -> lies);
    }

    private boolean believes() throws IOException {
        troubles.clear();
        WatchedSource source =
                new WatchedSource(new SourceBody("s", folder.toString(), "*", SourceKind.FILE, null, 5, "", null, 1));
        boolean found = Files.exists(folder.resolve("a.raw"));
        Sightings hears = new Sightings() {
            @Override
            public void candidate(Candidate candidate) {}

            @Override
            public void trouble(String name, Path where, String reason) {
                troubles.add(reason);
            }
        };
        return presence.believes(
                source,
                found,
                () -> {
                    asked++;
                    return waiting;
                },
                hears);
    }

    private void put() throws IOException {
        Files.writeString(folder.resolve("a.raw"), "x");
    }

    private void vanish() throws IOException {
        Files.delete(folder.resolve("a.raw"));
    }

    @Test
    void whatWasDeletedFromALocalDiskIsBelievedAtOnce() throws IOException {
        put();
        assertThat(believes()).isTrue();
        vanish();
        assertThat(believes()).isTrue();
        assertThat(troubles).isEmpty();
        assertThat(asked).isZero();
    }

    @Test
    void theEmptyFolderOfAVanishedShareIsNeverTakenForEmpty() throws IOException {
        lies = SHARE;
        put();
        assertThat(believes()).isTrue();
        vanish();
        lies = DISK;
        waiting = false;

        assertThat(believes()).isFalse();
        ticks.pass(Duration.ofDays(30));
        assertThat(believes()).isFalse();
        assertThat(troubles)
                .singleElement()
                .asString()
                .contains("//pc/data (cifs)")
                .contains("mount it again");

        lies = SHARE;
        put();
        assertThat(believes()).isTrue();
    }

    @Test
    void aShareThatIsMissingAfterARestartIsKnownToBeMissing() throws IOException {
        lies = SHARE;
        put();
        believes();
        vanish();
        lies = DISK;
        restart();

        assertThat(believes()).isFalse();
        assertThat(troubles).isNotEmpty();
    }

    @Test
    void anEmptyShareIsBelievedAfterADay() throws IOException {
        lies = SHARE;
        put();
        believes();
        vanish();

        assertThat(believes()).isFalse();
        ticks.pass(Presence.LONG_ENOUGH.minusSeconds(1));
        assertThat(believes()).isFalse();
        ticks.pass(Duration.ofSeconds(1));
        assertThat(believes()).isTrue();
        assertThat(believes()).isTrue();
        assertThat(troubles).isEmpty();
    }

    @Test
    void aDayBeginsAnewWhenSomethingWasSeenMeanwhile() throws IOException {
        lies = SHARE;
        put();
        believes();
        vanish();
        believes();
        ticks.pass(Duration.ofHours(23));
        put();
        assertThat(believes()).isTrue();
        vanish();
        ticks.pass(Duration.ofHours(2));
        assertThat(believes()).isFalse();
    }

    @Test
    void whereNothingWaitsNothingCanBeForgotten() throws IOException {
        lies = SHARE;
        waiting = false;
        assertThat(believes()).isTrue();
        assertThat(believes()).isTrue();
        assertThat(asked).isEqualTo(1);
        assertThat(troubles).isEmpty();
    }

    @Test
    void aFolderOfWhichNothingIsKnownIsDoubtedWhileSomethingWaits() throws IOException {
        assertThat(believes()).isFalse();
        assertThat(troubles).singleElement().asString().contains("not sent yet");
        ticks.pass(Presence.LONG_ENOUGH);
        assertThat(believes()).isTrue();
    }

    @Test
    void filesThatNoRuleTakesShowThatAFolderIsThere() throws IOException {
        lies = SHARE;
        Files.writeString(folder.resolve("readme.txt"), "x");
        assertThat(believes()).isTrue();
        assertThat(asked).isZero();
    }

    @Test
    void anotherFolderOfTheSameSourceIsAnotherStory() throws IOException {
        lies = SHARE;
        put();
        believes();
        lies = DISK;
        waiting = false;
        folder = Files.createDirectory(home.resolve("elsewhere"));
        assertThat(believes()).isTrue();
    }

    @Test
    void aMemoryThatCannotBeReadIsNone() throws IOException {
        for (String broken : List.of("", "{", "null", "{\"folders\":null}", "{\"folders\":[null]}")) {
            Files.writeString(home.resolve("agent.json.folders"), broken);
            restart();
            put();
            assertThat(believes()).as(broken).isTrue();
            vanish();
            assertThat(believes()).as(broken).isTrue();
        }
    }

    @Test
    void aRealFolderHasAPlace() throws IOException {
        Place place = Place.of(folder);
        assertThat(place.type()).isNotBlank();
        assertThat(new Place("x", "NFS4").share()).isTrue();
        assertThat(DISK.share()).isFalse();
    }
}
