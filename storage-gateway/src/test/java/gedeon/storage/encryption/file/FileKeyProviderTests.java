package gedeon.storage.encryption.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyProviderContract;
import gedeon.storage.encryption.KeyRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyProviderTests extends KeyProviderContract {
    private static final byte[] DATA = "0123456789abcdef0123456789abcdef".getBytes();
    private static final KeyName OWN = KeyName.own(7);

    @TempDir
    Path home;

    /** A new one each time: what counts lies in the folder. */
    @Override
    protected KeyProvider keys() {
        return FileKeyProvider.inFolder(folder(), Clock.systemUTC());
    }

    private Path folder() {
        return home.resolve("keys");
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(folder())) {
            return all.toList();
        }
    }

    @Test
    void everythingIsItsOwnersAlone() throws Exception {
        KeyRef first = keys().ensure(OWN);
        keys().rotate();
        keys().destroy(first);
        for (Path one : files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .as(one.toString())
                    .isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
        }
    }

    @Test
    void rotationLeavesOneMasterKey() throws Exception {
        keys().ensure(OWN);
        keys().rotate();
        keys().rotate();
        try (var masters = Files.list(folder().resolve("master"))) {
            assertThat(masters.filter(path -> path.toString().endsWith(".key"))).hasSize(1);
        }
    }

    @Test
    void aDestroyedKeyIsErasedWhenItsTimeIsOverAndNotBefore() throws Exception {
        KeyRef first = keys().ensure(OWN);
        keys().destroy(first);
        assertThat(keys().erase(Instant.now().minus(Duration.ofDays(30)))).isZero();
        Path waiting = folder().resolve("destroyed").resolve("7-_notebook-1.key");
        assertThat(waiting).exists();
        assertThat(keys().erase(Instant.now().plusSeconds(1))).isEqualTo(1);
        assertThat(waiting).doesNotExist();
        assertThat(keys().keys(7)).extracting(one -> one.destroyed() != null).containsExactly(true);
    }

    @Test
    void aDestructionThatWasCutShortIsFinished() throws Exception {
        KeyRef first = keys().ensure(OWN);
        KeyProvider.Wrapped wrapped = keys().wrap(OWN, DATA, new byte[0]);
        Path key = folder().resolve("notebooks/7/_notebook/1.key");
        byte[] kept = Files.readAllBytes(key);
        keys().destroy(first);
        Files.write(key, kept); // as if the process had died between its two steps
        assertThat(keys().alive(first)).isFalse();
        assertThatThrownBy(() -> keys().unwrap(first, wrapped.bytes(), new byte[0]))
                .isInstanceOf(gedeon.storage.encryption.DestroyedKey.class);
        keys().erase(Instant.EPOCH);
        assertThat(key).doesNotExist();
    }

    @Test
    void destroyingWaitsForNoOtherChangeOfKeys() throws Exception {
        KeyRef first = keys().ensure(OWN);
        KeyProvider.Wrapped wrapped = keys().wrap(OWN, DATA, new byte[0]);
        Path key = folder().resolve("notebooks/7/_notebook/1.key");
        new KeyLock(folder()).hold(() -> {
            CompletableFuture<?> destroyed = CompletableFuture.runAsync(() -> {
                try {
                    keys().destroy(first);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            destroyed.orTimeout(2, TimeUnit.MINUTES).join();
            assertThatThrownBy(() -> keys().unwrap(first, wrapped.bytes(), new byte[0]))
                    .isInstanceOf(gedeon.storage.encryption.DestroyedKey.class);
            return key;
        });
        keys().erase(Instant.EPOCH);
        assertThat(key).doesNotExist();
        assertThat(folder().resolve("destroyed").resolve("7-_notebook-1.key")).exists();
    }

    @Test
    void aKeyFileUnderAnotherNameDoesNotOpen() throws Exception {
        KeyRef first = keys().ensure(OWN);
        KeyProvider.Wrapped wrapped = keys().wrap(OWN, DATA, new byte[0]);
        Path keys = folder().resolve("notebooks/7/_notebook");
        Files.copy(keys.resolve("1.key"), keys.resolve("2.key"));
        KeyRef forged = new KeyRef(OWN, 2);
        assertThatThrownBy(() -> keys().unwrap(forged, wrapped.bytes(), new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is the file of " + first);
    }

    @Test
    void theMasterKeyOfTheEnvironmentWrapsInsteadOfAFile() throws Exception {
        String old = Base64.getEncoder().encodeToString(new byte[32]);
        byte[] other = new byte[32];
        other[0] = 1;
        String next = Base64.getEncoder().encodeToString(other);
        KeyProvider before = of(Map.of("GEDEON_MASTER_KEY", old));
        before.ensure(OWN);
        KeyProvider.Wrapped wrapped = before.wrap(OWN, DATA, new byte[0]);
        assertThat(folder().resolve("master")).doesNotExist();
        KeyProvider both = of(Map.of("GEDEON_MASTER_KEY", next, "GEDEON_MASTER_KEY_PREVIOUS", old));
        assertThat(both.rotate().keys()).isEqualTo(1);
        KeyProvider after = of(Map.of("GEDEON_MASTER_KEY", next));
        assertThat(after.unwrap(wrapped.key(), wrapped.bytes(), new byte[0])).isEqualTo(DATA);
        assertThatThrownBy(() -> before.unwrap(wrapped.key(), wrapped.bytes(), new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GEDEON_MASTER_KEY_PREVIOUS");
    }

    private KeyProvider of(Map<String, String> environment) {
        return FileKeyProvider.of(folder(), environment, Clock.systemUTC());
    }

    @Test
    void aMasterKeyThatIsNoneIsRefusedWithoutSayingIt() {
        assertThatThrownBy(() -> of(Map.of("GEDEON_MASTER_KEY", "not-a-key-at-all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("GEDEON_MASTER_KEY must be")
                .hasMessageNotContaining("not-a-key-at-all");
    }
}
