package gedeon.metadata.extraction.hdf;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class Hdf5ReaderTests extends ReaderContract {
    private static final byte[] NEXUS = written(Hdf5ReaderTests::nexus);

    @Override
    protected FormatReader reader() {
        return new Hdf5Reader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("scan.nxs", NEXUS);
    }

    @Override
    protected int damagedCopies() {
        return 100;
    }

    private static byte[] written(Consumer<WritableHdfFile> content) {
        try {
            Path file = Files.createTempFile("gedeon", ".h5");
            try (WritableHdfFile hdf = HdfFile.write(file)) {
                content.accept(hdf);
            }
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void nexus(WritableHdfFile hdf) {
        WritableGroup entry = group(hdf, "entry", "NXentry");
        entry.putDataset("title", new String[] {"WSe2 in the valence band"});
        entry.putDataset("definition", new String[] {"NXarpes"});
        entry.putDataset("start_time", new String[] {"2018-05-01T07:22:00+02:00"});
        entry.putDataset("experiment_identifier", new String[] {"exp-ID"});
        WritableGroup instrument = group(entry, "spectrometer", "NXinstrument");
        instrument.putDataset("name", new String[] {"HEXTOF"});
        measured(group(instrument, "mono", "NXmonochromator"), "energy", 36.5, "eV");
        WritableGroup sample = group(entry, "probe", "NXsample");
        sample.putDataset("name", new String[] {"WSe2"});
        measured(sample, "temperature", 27, "C");
        measured(sample, "pressure", 3e-10, "furlong");
        group(entry, "me", "NXuser").putDataset("name", new String[] {"Name Surname"});
        WritableGroup data = group(entry, "data", "NXdata");
        data.putAttribute("signal", "counts");
        data.putDataset("counts", new double[8][5][4]).putAttribute("units", "counts");
    }

    private static WritableGroup group(WritableGroup parent, String name, String kind) {
        WritableGroup group = parent.putGroup(name);
        group.putAttribute("NX_class", kind);
        return group;
    }

    private static void measured(WritableGroup group, String name, double value, String unit) {
        WritableNode node = group.putDataset(name, new double[] {value});
        node.putAttribute("units", unit);
    }

    private static List<String> lines(Found found) {
        return found.fields().stream()
                .map(f -> f.field() + " = " + f.value() + (f.unit() == null ? "" : " " + f.unit()))
                .toList();
    }

    @Test
    void nexusIsReadByTheClassOfItsGroups() throws Exception {
        Found found = read(sample());
        assertThat(found.type()).isEqualTo("application/x-hdf5; format=nexus");
        assertThat(lines(found))
                .contains(
                        "entries = 1",
                        "title = WSe2 in the valence band",
                        "definition = NXarpes",
                        "acquisition_start = 2018-05-01T07:22:00+02:00",
                        "instrument_name = HEXTOF",
                        "photon_energy = 36.5 eV",
                        "sample = WSe2",
                        "temperature = 27 Cel",
                        "variable = counts, 8 × 5 × 4, counts");
    }

    @Test
    void placeholdersAndUnknownUnitsAreLeftOut() throws Exception {
        assertThat(lines(read(sample())))
                .noneMatch(
                        line -> line.startsWith("operator") || line.contains("exp-ID") || line.startsWith("pressure"));
    }

    @Test
    void globalAttributesOfOtherFilesAreReadByTheirConventions() throws Exception {
        byte[] file = written(hdf -> {
            hdf.putAttribute("Conventions", "ACDD-1.3");
            hdf.putAttribute("INSTRUMENT", "CHA");
            hdf.putAttribute("pi_name", "Richard Eastes");
            hdf.putAttribute("time_coverage_start", "2019-01-01T07:52:25.120Z");
            hdf.putAttribute("geospatial_lat_min", "-12.5");
            hdf.putAttribute("our_own_setting", "7");
            hdf.putDataset("radiance", new float[3][7]).putAttribute("units", "Rayleighs/nm");
        });
        assertThat(lines(read(MemoryMaterial.file("g.h5", file))))
                .containsExactlyInAnyOrder(
                        "definition = ACDD-1.3",
                        "instrument_model = CHA",
                        "principal_investigator = Richard Eastes",
                        "acquisition_start = 2019-01-01T07:52:25.120Z",
                        "latitude_min = -12.5 deg",
                        "variable = radiance, 3 × 7, Rayleighs/nm",
                        "groups = 0",
                        "datasets = 1");
    }

    @Test
    void fast5RepeatsItsRunInEveryReadAndItIsToldOnce() throws Exception {
        byte[] file = written(hdf -> {
            for (int i = 0; i < 3; i++) {
                WritableGroup read = hdf.putGroup("read_" + i);
                WritableGroup tracking = read.putGroup("tracking_id");
                tracking.putAttribute("device_id", "MS00000");
                tracking.putAttribute("run_id", "a08e85");
                tracking.putAttribute("exp_start_time", "2019-05-13T11:11:43Z");
                read.putGroup("channel_id").putAttribute("sampling_rate", 4000.0);
                read.putGroup("Raw");
            }
        });
        Found found = read(MemoryMaterial.file("m.fast5", file));
        assertThat(found.type()).isEqualTo("application/x-hdf5; format=fast5");
        assertThat(lines(found))
                .contains(
                        "reads = 3",
                        "instrument_serial = MS00000",
                        "run_id = a08e85",
                        "acquisition_start = 2019-05-13T11:11:43Z",
                        "sampling_rate = 4000 Hz")
                .doesNotHaveDuplicates();
    }

    @Test
    void thousandsOfGroupsAndAHugeDataSetCostLittle() throws Exception {
        byte[] file = written(hdf -> {
            for (int i = 0; i < 5000; i++) {
                hdf.putGroup("g" + i);
            }
            hdf.putDataset("huge", new double[1 << 19]);
        });
        MemoryMaterial material = MemoryMaterial.file("h.h5", file);
        Found found = read(material);
        assertThat(found.notes()).anyMatch(note -> note.contains("more groups"));
        assertThat(found.fields().size()).isLessThan(100);
    }

    @Test
    void dataThatAreCutOffAreTold() throws Exception {
        Found found = new Found();
        try {
            reader().read(MemoryMaterial.file("scan.nxs", Arrays.copyOf(NEXUS, NEXUS.length - 100)), found);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(found.isTruncated()).isTrue();
    }
}
