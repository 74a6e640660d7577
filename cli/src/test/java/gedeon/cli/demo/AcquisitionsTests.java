package gedeon.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcquisitionsTests {
    @TempDir
    Path folder;

    private void write(String path, String content) throws IOException {
        write(path, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private List<String> found() throws IOException {
        return Acquisitions.in(folder).stream()
                .map(a -> a.path().toString().replace('\\', '/') + (a.folder() ? "/" : "") + " "
                        + a.files().size())
                .toList();
    }

    private static String dicom(String study) {
        return "\0".repeat(128) + "DICM" + "\u0020\0\r\0UI" + (char) study.length() + "\0" + study;
    }

    @Test
    void aFileIsOneAcquisitionAndAReadmeAtTheTopIsNone() throws IOException {
        write("README.md", "about");
        write("ms/run.mzML", "x");
        write("ms/README.md", "an acquisition: only the top one is none");
        write("ms/empty.dat", "");
        write(".hidden", "x");
        assertThat(found()).containsExactlyInAnyOrder("ms/run.mzML 1", "ms/README.md 1");
    }

    @Test
    void companionsBelongToTheirMainFile() throws IOException {
        for (String name : List.of("p.PAR", "p.REC", "i.imzML", "i.ibd", "r.bam", "r.bam.bai", "alone.ibd")) {
            write(name, "x");
        }
        assertThat(found()).containsExactlyInAnyOrder("p.PAR 2", "i.imzML 2", "r.bam 2", "alone.ibd 1");
    }

    @Test
    void vendorFoldersAndBrukerExperimentsAreWholes() throws IOException {
        write("lc/brown.D/a.ch", "x");
        write("lc/brown.D/b.ch", "x");
        write("lc/x.raw/_HEADER.TXT", "x");
        write("lc/y.RAW", "a file of another vendor");
        write("nmr/coffee/20/acqus", "x");
        write("nmr/coffee/20/pdata/1/1r", "x");
        write("nmr/coffee/21/acqus", "x");
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "lc/brown.D/ 2", "lc/x.raw/ 1", "lc/y.RAW 1", "nmr/coffee/20/ 2", "nmr/coffee/21/ 1");
    }

    @Test
    void imagesOfOneStudyAreOneAcquisitionAndOfSeveralAreNot() throws IOException {
        write("dicom/study/a/1", dicom("1.2.3"));
        write("dicom/study/b/2", dicom("1.2.3"));
        write("dicom/ct.dcm", dicom("9.9"));
        assertThat(found()).containsExactlyInAnyOrder("dicom/study/ 2", "dicom/ct.dcm 1");
    }
}
