package gedeon.sync.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTests {
    @TempDir
    Path folder;

    private static Glimpse.Held held(Path file) throws IOException {
        return OpenFiles.here().held(new FoundFile("run.raw", file, FileState.of(file)));
    }

    @Test
    void whatAProgramHasOpenForWritingIsOpenAndWhatItReadsIsNot() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "the descriptors of processes are read");
        Path file = Files.writeString(folder.resolve("run.raw"), "x");
        assertThat(held(file)).isNotEqualTo(Glimpse.Held.OPEN);
        try (FileChannel writing = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(writing.isOpen()).isTrue();
            assertThat(held(file)).isEqualTo(Glimpse.Held.OPEN);
        }
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            assertThat(reading.isOpen()).isTrue();
            assertThat(held(file)).isNotEqualTo(Glimpse.Held.OPEN);
        }
    }

    /** The way of some instruments: the size never moves, times come late, and the descriptor is closed. */
    @Test
    void whatIsWrittenThroughMemoryIsOpen() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "the maps of processes are read");
        Path file = folder.resolve("a file.raw");
        MappedByteBuffer pages;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            pages = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8192);
        }
        assertThat(held(file)).isEqualTo(Glimpse.Held.OPEN);
        pages.put(0, (byte) 1);
    }

    @Test
    void endsAreReadFromTheFileItself() throws IOException {
        DiskGlimpse glimpse = new DiskGlimpse();
        Path file = Files.writeString(folder.resolve("a.imzML"), "<mzML></mzML>\r\n  ");
        byte[] end = "</mzML>".getBytes(StandardCharsets.US_ASCII);
        assertThat(glimpse.endsWith(file, end, true)).isTrue();
        assertThat(glimpse.endsWith(file, end, false)).isFalse();
        Files.writeString(file, "</mzML>");
        assertThat(glimpse.endsWith(file, end, false)).isTrue();
        Files.writeString(file, "/mzML>");
        assertThat(glimpse.endsWith(file, end, true)).isFalse();
        Files.writeString(file, "");
        assertThat(glimpse.endsWith(file, end, true)).isFalse();
    }
}
