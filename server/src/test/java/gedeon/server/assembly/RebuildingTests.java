package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.server.GedeonServer;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A home whose database is gone serves its objects again. */
class RebuildingTests {
    @TempDir
    Path home;

    @Test
    void aHomeWithoutItsDatabaseIsMadeAgainAndServes() throws Exception {
        byte[] body = "what was measured".getBytes(StandardCharsets.UTF_8);
        StoredVersion before;
        try (Assembly server = Assembly.start(options(), GedeonServer.class)) {
            ObjectStore store = server.bean(ObjectStore.class);
            Bucket raw = store.bucket("raw-sandbox").orElseThrow();
            before = store.put(new ObjectStore.Put(
                    raw,
                    ObjectKey.of("run/1"),
                    new ByteArrayInputStream(body),
                    body.length,
                    Attributes.NONE,
                    Set.of(),
                    List::of,
                    ObjectStore.Conditions.NONE));
        }
        assertThatThrownBy(() -> Rebuilding.run(options("--rebuild=new")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has a namespace");
        FileSystemUtils.deleteRecursively(home.resolve("database"));

        Rebuilding.run(options("--rebuild=new"));
        assertThat(Files.readString(home.resolve("rebuild.json")))
                .contains("\"missing\":0")
                .contains("\"objects\":1");
        try (Assembly server = Assembly.start(options(), GedeonServer.class)) {
            ObjectStore store = server.bean(ObjectStore.class);
            StoredVersion after = store.find(
                            store.bucket("raw-sandbox").orElseThrow(), ObjectKey.of("run/1"), before.version(), false)
                    .orElseThrow();
            assertThat(after).isEqualTo(before);
            try (InputStream in = store.read(after, 0, body.length)) {
                assertThat(in.readAllBytes()).isEqualTo(body);
            }
        }
    }

    private StartOptions options(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "--home=" + home;
        all[1] = "--port=0";
        all[2] = "--s3-port=0";
        System.arraycopy(more, 0, all, 3, more.length);
        return StartOptions.parse(all, Map.of());
    }
}
