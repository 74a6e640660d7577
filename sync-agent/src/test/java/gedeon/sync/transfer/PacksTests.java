package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.sync.PackedObject;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacksTests {
    @TempDir
    Path folder;

    private static Parcel parcel(long size) {
        return new Parcel(new FoundFile("a", Path.of("a"), new FileState(size, Instant.EPOCH, "")), "a");
    }

    private static List<Parcel> parcels(int count, long size) {
        List<Parcel> parcels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parcels.add(parcel(size));
        }
        return parcels;
    }

    @Test
    void aPackIsFullByFilesOrByBytes() {
        assertThat(Packs.of(parcels(600, 1)).stream().map(List::size)).containsExactly(256, 256, 88);
        assertThat(Packs.of(parcels(9, 1 << 20)).stream().map(List::size)).containsExactly(4, 4, 1);
        assertThat(Packs.of(parcels(2, 5 << 20)).stream().map(List::size)).containsExactly(1, 1);
        assertThat(Packs.of(List.of())).isEmpty();
    }

    @Test
    void aPackSaysWhatItsFilesAre() throws IOException {
        Pack pack = Pack.of(List.of());
        List<Parcel> parcels = new ArrayList<>();
        for (String name : List.of("a \"quoted\" µ", "b\tc", "deep/er")) {
            byte[] bytes = new byte[name.length() * 40_000];
            Arrays.fill(bytes, (byte) name.length());
            Path file = Files.write(folder.resolve(String.valueOf(name.length())), bytes);
            Parcel parcel = new Parcel(new FoundFile(name, file, FileState.of(file)), name);
            parcels.add(parcel);
            assertThat(pack.add(parcel, Map.of("content-type", "text/plain", "x-amz-meta-path", "é")))
                    .isTrue();
        }

        Pack.Body body = pack.finish();

        List<PackedObject> read = PackedObject.read(Arrays.copyOf(body.bytes, body.length));
        assertThat(read.stream().map(PackedObject::key))
                .containsExactlyElementsOf(parcels.stream().map(Parcel::key).toList());
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).bytes())
                    .isEqualTo(Files.readAllBytes(parcels.get(i).file().file()));
            assertThat(read.get(i).headers()).isEqualTo(Map.of("content-type", "text/plain", "x-amz-meta-path", "é"));
        }
        assertThat(pack.content())
                .isEqualTo(read.stream().mapToLong(one -> one.bytes().length).sum());
    }

    @Test
    void whatNoPackTakesIsLeftToGoAlone() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[3]);
        FoundFile found = new FoundFile("file", file, FileState.of(file));
        Pack pack = Pack.of(List.of());

        assertThat(pack.add(new Parcel(found, "half a character: \ud800"), Map.of()))
                .isFalse();
        assertThat(pack.add(new Parcel(found, "k"), Map.of("x-amz-meta-path", "x".repeat(17_000))))
                .isFalse();
        assertThat(pack.add(parcel(9 << 20), Map.of())).isFalse();
        assertThat(pack.files()).isEmpty();
    }
}
