package gedeon.metadata.extraction.physiology;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Lines;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PhysioNet's WFDB header ({@code .hea}): a record line, then a line per signal, comments in between. There is no magic, so name and both lines must fit. */
public final class WfdbReader extends HeaderReader {
    /** Record name, number of signals, and from here on optional: frequency, samples, time, date. */
    private static final Pattern RECORD = Pattern.compile(
            "([\\w-]+)(/\\d+)? +(\\d{1,4})( +([\\d.eE+-]+)(/\\S+)?)?( +(\\d+))?( +(\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?))?( +(\\d{1,2}/\\d{1,2}/\\d{4}))?\\s*");

    private static final Pattern SIGNAL = Pattern.compile("\\S+ +\\d{1,3}\\S*( .*)?");

    public WfdbReader() {
        super("wfdb", "1");
    }

    private static Optional<MaterialFile> header(Material material) {
        List<MaterialFile> headers = material.files().stream()
                .filter(f -> f.path().toLowerCase(Locale.ROOT).endsWith(".hea"))
                .toList();
        return headers.size() == 1 ? Optional.of(headers.getFirst()) : Optional.empty();
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<MaterialFile> header = header(material);
        if (header.isEmpty()) {
            return false;
        }
        Lines lines = lines(material, header.get());
        String record = next(lines, null);
        if (record == null || !RECORD.matcher(record).matches()) {
            return false;
        }
        String signal = next(lines, null);
        return record.matches("\\S+ +0\\b.*")
                || signal != null && SIGNAL.matcher(signal).matches();
    }

    private static Lines lines(Material material, MaterialFile header) {
        return Lines.of(new RangeBuffer(material, header), StandardCharsets.UTF_8, 256 << 10);
    }

    private static @Nullable String next(Lines lines, @Nullable Found found) throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith("#")) {
                if (found != null) {
                    found.text("description", line.substring(1), "comment");
                }
            } else if (!line.isBlank()) {
                return line;
            }
        }
        return null;
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        MaterialFile header = header(material).orElseThrow();
        Lines lines = lines(material, header);
        found.type("application/x-wfdb");
        String record = next(lines, found);
        var match = RECORD.matcher(record == null ? "" : record);
        if (!match.matches()) {
            throw new IOException(header.path() + " has no record line");
        }
        found.text("title", match.group(1), "record line");
        int signals = Integer.parseInt(match.group(3));
        found.number("channels", signals, null, "record line");
        Double rate = Numbers.of(match.group(5));
        // The format's own default (header(5)).
        found.number("sampling_rate", rate == null ? 250 : rate, "Hz", "record line");
        Double samples = Numbers.of(match.group(8));
        if (samples != null) {
            found.number("points", samples, null, "record line");
        }
        String time = match.group(10);
        String date = match.group(14);
        if (date != null && time != null) {
            found.time(
                    "acquisition_start",
                    Moments.parse(date + " " + time, "d/M/uuuu H:m[:s][.SSSSSS][.SSS][.SS][.S]"),
                    date + " " + time,
                    "record line");
        }
        int there = 0;
        for (String line = next(lines, found); line != null && there < signals; line = next(lines, found)) {
            String[] parts = line.strip().split(" +", 9);
            if (there++ < 64) {
                String gain = parts.length > 2 ? parts[2] : "";
                String unit = gain.contains("/") ? gain.substring(gain.indexOf('/') + 1) : "mV";
                found.text("channel_name", parts.length > 8 ? parts[8] : parts[0], "signal line " + there);
                found.text("channel_unit", unit, "signal line " + there);
            }
            if (!material.files().isEmpty() && material.file(parts[0]).isEmpty() && there == 1) {
                found.note("the signals (" + parts[0] + ") are not with the header");
            }
        }
        if (there < signals) {
            found.truncated(header.path() + " describes " + there + " of " + signals + " signals");
        }
    }
}
