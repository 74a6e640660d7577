package gedeon.metadata.extraction.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Vocabulary;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every reader promises about material that is cut, damaged or somebody else's. */
public abstract class ReaderContract {
    protected abstract FormatReader reader();

    /** A small, whole acquisition. */
    protected abstract MemoryMaterial sample() throws Exception;

    /** The file of the sample that gets cut and damaged. */
    protected String header() throws Exception {
        return sample().main().path();
    }

    /** How many damaged copies are read. */
    protected int damagedCopies() {
        return 400;
    }

    /** Lines of {@code field = value [unit]}. */
    protected static List<String> fields(Found found) {
        return found.fields().stream()
                .map(f -> f.field() + " = " + f.raw() + (f.unit() == null ? "" : " [" + f.unit() + "]"))
                .toList();
    }

    protected Found read(Material material) throws IOException {
        Found found = new Found();
        reader().read(material, found);
        return found;
    }

    @Test
    protected void itsOwnFormatIsRecognised() throws Exception {
        assertThat(reader().recognises(sample())).isTrue();
        Found found = read(sample());
        assertThat(found.isTruncated()).as("%s", found.notes()).isFalse();
        assertThat(found.type()).isNotNull();
        assertThat(found.fields()).isNotEmpty().allSatisfy(ReaderContract::known);
    }

    private static void known(Found.FoundField field) {
        assertThat(Vocabulary.knows(field.field()))
                .as("vocabulary.tsv must know the field " + field.field())
                .isTrue();
    }

    @Test
    void aFileThatEndsEarlyIsReadAsFarAsItGoes() throws Exception {
        MemoryMaterial whole = sample();
        byte[] content = whole.content(header());
        int step = Math.max(1, content.length / 3000);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int length = 0; length < content.length; length += step) {
                survives(whole.changed(header(), Arrays.copyOf(content, length)), "cut at " + length);
            }
        });
    }

    @Test
    void damageNeverEscapesAsAnythingButAnIoException() throws Exception {
        MemoryMaterial whole = sample();
        byte[] content = whole.content(header());
        Random random = new Random(20261124);
        int[] telling = {0, 1, 0x7f, 0x80, 0xff};
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int copy = 0; copy < damagedCopies(); copy++) {
                byte[] damaged = content.clone();
                for (int i = random.nextInt(1, 12); i > 0; i--) {
                    int at = random.nextInt(Math.min(damaged.length, 8192));
                    damaged[at] = (byte) (random.nextBoolean() ? telling[random.nextInt(5)] : random.nextInt(256));
                }
                survives(whole.changed(header(), damaged), "copy " + copy);
            }
            for (int copy = 0; copy < damagedCopies() / 4; copy++) {
                byte[] noise = new byte[Math.max(64, Math.min(content.length, 4096))];
                random.nextBytes(noise);
                System.arraycopy(content, 0, noise, 0, Math.min(16, content.length));
                survives(whole.changed(header(), noise), "noise " + copy);
            }
        });
    }

    private void survives(MemoryMaterial material, String what) {
        Found found = new Found();
        try {
            if (reader().recognises(material)) {
                reader().read(material, found);
                assertThat(found.fields()).as(what).allSatisfy(ReaderContract::known);
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + " escaped as " + e, e);
        }
    }

    @Test
    void whenTheBudgetIsSpentWhatWasFoundStays() throws Exception {
        MemoryMaterial poor = sample().budget(100);
        Found found = read(poor);
        assertThat(found.isTruncated()).isTrue();
    }

    @Test
    void noiseIsNotRecognised() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            assertThat(reader().recognises(MemoryMaterial.file("noise.dat", noise)))
                    .isFalse();
        }
        assertThat(reader().recognises(MemoryMaterial.file("empty", new byte[0])))
                .isFalse();
        assertThat(reader().recognises(MemoryMaterial.folder("nothing"))).isFalse();
    }
}
