package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.GedeonClient;
import gedeon.client.wire.NewReservation;
import gedeon.sync.FakeGedeon;
import gedeon.sync.ManualTicks;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.transfer.BackOff;
import gedeon.sync.transfer.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskedRoomTests {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final ManualTicks ticks = new ManualTicks();
    private final BackOff backOff = new BackOff(ticks);
    private FakeGedeon server;
    private AskedRoom room;

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        server.quota = 1000;
        room = restarted();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AskedRoom restarted() {
        return new AskedRoom(new GedeonClient(server.uri(), "TOKEN"), backOff, ticks);
    }

    private Candidate run(String name, int bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[bytes]);
        return new Candidate("src", name, List.of(new FoundFile(name, file, FileState.of(file))), false, false);
    }

    private AskedRoom.Answer ask(Candidate run) {
        return room.ask(run.name(), run, run.files());
    }

    private List<String> asked() {
        return server.room.asked.stream().map(NewReservation::acquisition).toList();
    }

    @Test
    void whatIsKeptIsAskedForOnceADayAndAnewWhereTheContentIsAnother() throws IOException {
        Candidate run = run("r1", 100);
        assertThat(ask(run).go()).isTrue();
        String id = room.of("r1");
        assertThat(id).isNotNull();
        ticks.pass(Duration.ofHours(23));
        assertThat(ask(run).go()).isTrue();
        assertThat(asked()).containsExactly("r1");
        ticks.pass(Duration.ofHours(1));
        assertThat(ask(run).go()).isTrue();
        assertThat(ask(run("r1", 200)).go()).isTrue();
        assertThat(asked()).containsExactly("r1", "r1", "r1");
        assertThat(server.room.asked.get(2).bytes()).isEqualTo(200);
        assertThat(room.of("r1")).isEqualTo(id);
        room = restarted();
        assertThat(room.of("r1")).isNull();
        assertThat(ask(run("r1", 200)).go()).isTrue();
        assertThat(room.of("r1")).isEqualTo(id);
    }

    @Test
    void whatIsStoredAlreadyNeedsNone() throws IOException {
        assertThat(room.ask("r1", run("r1", 5000), List.of()).go()).isTrue();
        assertThat(asked()).isEmpty();
        assertThat(room.of("r1")).isNull();
    }

    /** Whatever waits, the server is asked every fifteen minutes at most, and what is too large keeps nothing smaller out for ever. */
    @Test
    void aFullNotebookIsAskedEveryQuarterOfAnHourAtMost() throws IOException {
        Candidate large = run("large", 2000);
        Candidate going = run("going", 300);
        assertThat(ask(going).go()).isTrue();
        AskedRoom.Answer refused = ask(large);
        assertThat(refused.go()).isFalse();
        assertThat(refused.why())
                .isInstanceOfSatisfying(
                        Sent.QuotaFull.class, full -> assertThat(full.reason()).contains("limit 1000"));
        assertThat(ask(going).go()).as("its room is there").isTrue();
        Candidate small = run("small", 100);
        for (int i = 0; i < 15; i++) {
            assertThat(ask(small)).isEqualTo(AskedRoom.Answer.LATER);
            ticks.pass(MINUTE);
        }
        assertThat(asked()).containsExactly("going", "large");
        assertThat(backOff.mayTry("large")).as("others first").isFalse();
        assertThat(ask(small).go()).isTrue();
        ticks.pass(MINUTE);
        assertThat(backOff.mayTry("large")).isTrue();
        assertThat(ask(large).go()).isFalse();
        ticks.pass(Duration.ofMinutes(16));
        server.quota = 3000;
        assertThat(ask(large).go()).isTrue();
        assertThat(asked()).containsExactly("going", "large", "small", "large", "large");
    }

    @Test
    void aServerThatDoesNotAnswerIsWaitedFor() throws IOException {
        Candidate run = run("r1", 100);
        server.away = true;
        assertThat(ask(run).why()).isInstanceOf(Sent.NoWay.class);
        assertThat(ask(run)).isEqualTo(AskedRoom.Answer.LATER);
        server.away = false;
        ticks.pass(Delivery.AWAY_PAUSE);
        assertThat(ask(run).go()).isTrue();
    }

    @Test
    void aTokenThatIsNotAcceptedStopsEverything() throws IOException {
        room = new AskedRoom(new GedeonClient(server.uri(), "OTHER"), backOff, ticks);
        assertThat(ask(run("r1", 100)).why()).isInstanceOf(Sent.Revoked.class);
        assertThat(ask(run("r2", 100))).isEqualTo(AskedRoom.Answer.LATER);
    }

    @Test
    void anOlderServerIsSentToWithoutAndAskedAgainLater() throws IOException {
        server.room.known = false;
        assertThat(ask(run("r1", 5000)).go()).isTrue();
        assertThat(room.of("r1")).isNull();
        server.room.known = true;
        assertThat(ask(run("r1", 5000)).go()).isTrue();
        ticks.pass(Duration.ofHours(1));
        assertThat(ask(run("r1", 5000)).go()).isFalse();
    }

    @Test
    void roomOfWhatIsGoneIsGivenBack() throws IOException {
        ask(run("r1", 100));
        ask(run("r2", 100));
        String gone = room.of("r1");
        room.retain("other", name -> false);
        room.retain("src", "r2"::equals);
        room.retain("src", "r2"::equals);
        assertThat(server.room.ended).containsExactly(gone);
        assertThat(room.of("r1")).isNull();
        assertThat(room.of("r2")).isNotNull();
    }

    @Test
    void roomThatTurnedOutToBeGoneIsAskedForAnew() throws IOException {
        Candidate run = run("r1", 100);
        ask(run);
        room.forget("r1");
        assertThat(ask(run).go()).isTrue();
        assertThat(asked()).containsExactly("r1", "r1");
    }
}
