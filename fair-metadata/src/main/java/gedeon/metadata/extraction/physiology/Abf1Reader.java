package gedeon.metadata.extraction.physiology;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.util.Locale;

/** Axon Binary Format 1: one fixed header of 2048 bytes (6144 from version 1.6 on). */
public final class Abf1Reader extends HeaderReader {
    private static final int ADCS = 16;

    public Abf1Reader() {
        super("abf1", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        RangeBuffer in = new RangeBuffer(material, material.main(), 2048);
        return in.startsWith(0, "ABF ") && in.f32(4) >= 1 && in.f32(4) < 2;
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, material.main());
        found.type("application/x-axon-abf");
        float version = in.f32(4);
        found.text("format_version", String.format(Locale.ROOT, "%.2f", version), "fFileVersionNumber");
        found.text("manufacturer", "Axon Instruments", "format ABF");
        long date = in.u32(20);
        // Early writers left the century out.
        long whole = date < 1_000_000 ? date + (date / 10000 > 80 ? 19_000_000 : 20_000_000) : date;
        long second = in.u32(24);
        int milli = in.u16(366);
        found.time(
                "acquisition_start",
                second < 86_400 ? Abf2Reader.moment(whole, second * 1000 + (milli < 1000 ? milli : 0)) : null,
                null,
                "lFileStartDate, lFileStartTime");
        int sweeps = in.i32(16);
        if (sweeps > 0) {
            found.number("sweeps", sweeps, null, "lActualEpisodes");
        }
        int points = in.i32(10);
        found.number("points", Math.max(0, points), null, "lActualAcqLength");
        int channels = Math.clamp(in.i16(120), 0, ADCS);
        found.number("channels", channels, null, "nADCNumChannels");
        float interval = in.f32(122);
        if (interval > 0 && channels > 0) {
            // The interval lies between two samples of the multiplexer, that is of two channels.
            double rate = 1e6 / (interval * channels);
            found.number("sampling_rate", Math.rint(rate * 1000) / 1000, "Hz", "fADCSampleInterval");
        }
        for (int i = 0; i < channels; i++) {
            int adc = in.i16(410 + 2L * i);
            if (adc >= 0 && adc < ADCS) {
                found.text("channel_name", in.latin1(442 + 10L * adc, 10), "ADC " + adc);
                found.text("channel_unit", in.latin1(602 + 8L * adc, 8), "ADC " + adc);
            }
        }
        if (in.size() >= 6144 && version >= 1.5) {
            found.text("protocol_name", Abf2Reader.file(in.latin1(4898, 256)), "sProtocolPath");
        }
        found.text("software", creator(in.latin1(294, 16)), "sCreatorInfo");
        long start = in.u32(40) * 512;
        long bytes = Math.max(0, points) * (in.i16(30) == 1 ? 4L : 2L);
        if (!in.has(start, bytes)) {
            found.truncated(material.main().path() + " has " + Math.max(0, in.size() - start) + " of " + bytes
                    + " bytes of data");
        }
    }

    private static String creator(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127) ? text : "";
    }
}
