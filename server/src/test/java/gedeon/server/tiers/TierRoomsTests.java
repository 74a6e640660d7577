package gedeon.server.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.tiers.TierRooms.Room;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.TestGateway;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TierRoomsTests {
    private static final String MARK = "gedeon-tier.json";

    @TempDir
    Path folder;

    private Gateway gateway;
    private TierRow cold;

    @BeforeEach
    void open() throws Exception {
        gateway = TestGateway.open(TestGateway.settings(), new MemoryTier());
        cold = gateway.tiers().add("posix", "cold", Map.of("root", folder.toString()), 1);
        gateway.tiers().of(cold.id());
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("room of tier cold"))
                .count();
    }

    @Test
    void aTierThatIsThereTellsItsRoom() {
        assertThat(new TierRooms(gateway.tiers()).of(cold))
                .isInstanceOfSatisfying(
                        Room.Free.class, free -> assertThat(free.bytes()).isPositive());
    }

    @Test
    void aFolderThatIsNotTheTierAnyMoreHasFailed() throws IOException {
        Files.delete(folder.resolve(MARK));
        assertThat(new TierRooms(gateway.tiers()).of(cold))
                .isInstanceOfSatisfying(
                        Room.Failed.class, failed -> assertThat(failed.why()).contains("is the folder mounted?"));
    }

    @Test
    void oneThatIsSwitchedOffIsNotAsked() throws IOException {
        gateway.tiers().setState(cold.id(), TierRow.State.OFF);
        Files.delete(folder.resolve(MARK));
        TierRow off = gateway.tiers().named("cold").orElseThrow();
        assertThat(new TierRooms(gateway.tiers()).of(off)).isInstanceOf(Room.Off.class);
    }

    /** The mark is a pipe into which nobody writes: its reader hangs as on a server of NFS that is gone. */
    @Test
    void oneThatHangsKeepsNobodyAndHoldsOneThread() throws Exception {
        TierRooms rooms = new TierRooms(gateway.tiers(), Duration.ofMillis(300));
        Files.delete(folder.resolve(MARK));
        new ProcessBuilder("mkfifo", folder.resolve(MARK).toString()).start().waitFor();
        List<TierRow> all = gateway.tiers().all();
        for (int i = 0; i < 3; i++) {
            Map<Short, Room> told = rooms.of(all);
            assertThat(told.get(cold.id())).isInstanceOf(Room.Silent.class);
        }
        // The other tier answers at once; on a busy machine once in a while not within so short a time.
        Await.until(() -> rooms.of(all).get(gateway.tiers().house()) instanceof Room.Free);
        assertThat(threads()).isEqualTo(1);
        Files.writeString(
                folder.resolve(MARK),
                "{\"kind\":\"posix\",\"uuid\":\"" + cold.uuid() + "\"}",
                StandardOpenOption.WRITE);
        Await.until(() -> threads() == 0);
    }
}
