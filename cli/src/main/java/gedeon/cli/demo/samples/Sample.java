package gedeon.cli.demo.samples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an instrument writes: one file, or a folder of files by relative path. */
public record Sample(String name, boolean folder, Map<String, byte[]> files) {
    public Sample {
        if (name.isBlank() || name.contains("/")) {
            throw new IllegalArgumentException("a sample's name is one path segment, was \"" + name + "\"");
        }
        files = new LinkedHashMap<>(files);
        if (files.isEmpty() || !folder && files.size() != 1) {
            throw new IllegalArgumentException("sample " + name + " needs its files: one, or several in a folder");
        }
    }

    static Sample file(String name, byte[] bytes) {
        return new Sample(name, false, Map.of(name, bytes));
    }

    public long bytes() {
        return files.values().stream().mapToLong(b -> b.length).sum();
    }

    /** One of each format. */
    public static List<Sample> all() {
        return List.of(
                FitsSample.image(),
                MzmlSample.run(),
                JcampSample.spectrum(),
                FcsSample.events(),
                NiftiSample.volume(),
                EdfSample.recording(),
                OmeXmlSample.stack(),
                VendorFolderSample.run());
    }
}
