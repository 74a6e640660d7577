package gedeon.cli.demo;

import gedeon.cli.demo.samples.Sample;
import gedeon.cli.demo.samples.VendorFolderSample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The demo's own samples, written the ways instruments write: one file in slow appends, a folder whose marker comes last, one file under a temporary name
 * that is renamed when whole, the others in one go.
 */
final class SampleScript implements Script {
    private static final int APPENDS = 12;
    private static final long PAUSE_MILLIS = 500;

    private final List<Sample> samples;

    SampleScript() {
        samples = Sample.all();
    }

    @Override
    public List<Acquisition> acquisitions() {
        return samples.stream()
                .map(s -> new Acquisition(
                        Path.of(s.name()),
                        s.folder(),
                        s.files().keySet().stream().map(Path::of).toList(),
                        s.bytes()))
                .toList();
    }

    @Override
    public List<SourceRule> sources() {
        return List.of(
                new SourceRule("files", "files", "*", false, ""),
                new SourceRule("runs", "runs", "*.d", true, VendorFolderSample.MARKER));
    }

    @Override
    public void write(Path watched, Meanwhile meanwhile) throws Exception {
        Path files = watched.resolve("files");
        Sample slow = samples.get(0);
        Sample renamed = samples.get(1);
        Sample folder = samples.stream().filter(Sample::folder).findFirst().orElseThrow();
        Path temporary = files.resolve(renamed.name() + ".part");
        Files.write(temporary, only(renamed));
        Path run = watched.resolve("runs").resolve(folder.name());
        writeFolder(run, folder, false);
        List<byte[]> pieces = pieces(only(slow));
        for (int i = 0; i < pieces.size(); i++) {
            append(files.resolve(slow.name()), pieces.get(i));
            if (i < samples.size() && samples.get(i) != slow && samples.get(i) != renamed && samples.get(i) != folder) {
                Files.write(files.resolve(samples.get(i).name()), only(samples.get(i)));
            }
            if (i == pieces.size() - 2) {
                meanwhile.look(List.of(slow.name(), renamed.name(), folder.name()));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        Files.move(temporary, files.resolve(renamed.name()), StandardCopyOption.ATOMIC_MOVE);
        writeFolder(run, folder, true);
    }

    private static byte[] only(Sample sample) {
        return sample.files().values().iterator().next();
    }

    private static void writeFolder(Path run, Sample folder, boolean marker) throws IOException {
        for (Map.Entry<String, byte[]> file : folder.files().entrySet()) {
            if (file.getKey().equals(VendorFolderSample.MARKER) == marker) {
                Path path = run.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        }
    }

    private static List<byte[]> pieces(byte[] whole) {
        List<byte[]> pieces = new ArrayList<>();
        int size = (whole.length + APPENDS - 1) / APPENDS;
        for (int at = 0; at < whole.length; at += size) {
            pieces.add(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + size)));
        }
        return pieces;
    }

    private static void append(Path file, byte[] piece) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(piece);
        }
    }
}
