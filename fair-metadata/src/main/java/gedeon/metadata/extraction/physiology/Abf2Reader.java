package gedeon.metadata.extraction.physiology;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Axon Binary Format 2: a header of sections, each a block number, the size of an entry and a count; texts stand together in a section of their own. */
public final class Abf2Reader extends HeaderReader {
    private static final int BLOCK = 512;
    private static final int MOST_CHANNELS = 64;
    private static final String[] MODES = {
        "",
        "event driven, variable length",
        "event driven, fixed length",
        "gap free",
        "high speed oscilloscope",
        "episodic"
    };

    private record Section(long offset, long entrySize, long entries) {}

    public Abf2Reader() {
        super("abf2", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        return !material.folder() && new RangeBuffer(material, material.main(), 512).startsWith(0, "ABF2");
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        RangeBuffer in = new RangeBuffer(material, material.main());
        found.type("application/x-axon-abf");
        found.text("format_version", fourParts(in, 4), "fFileVersionNumber");
        found.text("manufacturer", "Axon Instruments", "format ABF");
        long date = in.u32(16);
        found.time("acquisition_start", moment(date, in.u32(20)), null, "uFileStartDate, uFileStartTimeMS");
        found.text("identifier", guid(in.bytes(40, 16)), "FileGUID");
        long sweeps = in.u32(12);
        if (sweeps > 0) {
            found.number("sweeps", sweeps, null, "uActualEpisodes");
        }
        List<String> texts = texts(in, section(in, 220));
        found.text("software", text(texts, in.u32(60)), "uCreatorNameIndex");
        if (in.u32(56) != 0) {
            found.text("software_version", fourParts(in, 56), "uCreatorVersion");
        }
        found.text("protocol_name", file(text(texts, in.u32(72))), "uProtocolPathIndex");
        Section channels = section(in, 92);
        Section data = section(in, 236);
        found.number("points", data.entries(), null, "DataSection");
        tellProtocol(in, section(in, 76), channels.entries(), found);
        tellChannels(in, channels, texts, found);
        if (data.entries() > 0 && !in.has(data.offset(), data.entries() * data.entrySize())) {
            found.truncated(material.main().path() + " has " + Math.max(0, in.size() - data.offset()) + " of "
                    + data.entries() * data.entrySize() + " bytes of data");
        }
    }

    private static void tellProtocol(RangeBuffer in, Section protocol, long channels, Found found) throws IOException {
        if (protocol.entries() == 0) {
            return;
        }
        int mode = in.i16(protocol.offset());
        if (mode > 0 && mode < MODES.length) {
            found.text("mode", MODES[mode], "nOperationMode");
        }
        float interval = in.f32(protocol.offset() + 2);
        if (interval > 0 && channels > 0) {
            // The interval lies between two samples of one channel.
            found.number("sampling_rate", Math.rint(1e6 / interval * 1000) / 1000, "Hz", "fADCSequenceInterval");
        }
    }

    private static void tellChannels(RangeBuffer in, Section adc, List<String> texts, Found found) throws IOException {
        found.number("channels", adc.entries(), null, "ADCSection");
        for (int i = 0; i < Math.min(adc.entries(), MOST_CHANNELS) && adc.entrySize() >= 82; i++) {
            long entry = adc.offset() + i * adc.entrySize();
            String name = text(texts, in.u32(entry + 74));
            String unit = text(texts, in.u32(entry + 78));
            found.text("channel_name", name == null ? "channel " + i : name, "ADC " + i);
            found.text("channel_unit", unit, "ADC " + i);
        }
    }

    private static Section section(RangeBuffer in, long at) throws IOException {
        return new Section(in.u32(at) * BLOCK, in.u32(at + 4), Math.max(0, in.i64(at + 8)));
    }

    /** Texts follow a head of 44 bytes, one after the other, each ended by a NUL; index 1 is the first. */
    private static List<String> texts(RangeBuffer in, Section section) throws IOException {
        List<String> texts = new ArrayList<>();
        texts.add("");
        if (section.entries() == 0 || section.entrySize() < 44 || section.entrySize() > 1 << 20) {
            return texts;
        }
        byte[] all = in.bytes(section.offset(), section.entrySize());
        int start = 44;
        for (int i = 44; i < all.length && texts.size() < 1000; i++) {
            if (all[i] == 0) {
                if (i > start || texts.size() > 1) {
                    texts.add(new String(all, start, i - start, StandardCharsets.ISO_8859_1).strip());
                }
                start = i + 1;
            }
        }
        return texts;
    }

    private static @Nullable String text(List<String> texts, long index) {
        return index > 0 && index < texts.size() ? texts.get((int) index) : null;
    }

    /** Names alone: paths tell how a laboratory's disks are laid out. */
    static @Nullable String file(@Nullable String path) {
        if (path == null) {
            return null;
        }
        String name = path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
        return name.toLowerCase(java.util.Locale.ROOT).endsWith(".pro") ? name.substring(0, name.length() - 4) : name;
    }

    static @Nullable String moment(long yyyymmdd, long millisOfDay) {
        if (millisOfDay < 0 || millisOfDay >= 86_400_000) {
            return null;
        }
        long second = millisOfDay / 1000;
        return Moments.local(
                (int) (yyyymmdd / 10000),
                (int) (yyyymmdd / 100 % 100),
                (int) (yyyymmdd % 100),
                (int) (second / 3600),
                (int) (second / 60 % 60),
                (int) (second % 60),
                (int) (millisOfDay % 1000) * 1_000_000);
    }

    private static String fourParts(RangeBuffer in, long at) throws IOException {
        byte[] v = in.bytes(at, 4);
        return (v[3] & 0xff) + "." + (v[2] & 0xff) + "." + (v[1] & 0xff) + "." + (v[0] & 0xff);
    }

    private static @Nullable String guid(byte[] b) {
        java.nio.ByteBuffer little = java.nio.ByteBuffer.wrap(b).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        long most = (little.getInt(0) & 0xffffffffL) << 32
                | (little.getShort(4) & 0xffffL) << 16
                | (little.getShort(6) & 0xffffL);
        long least = java.nio.ByteBuffer.wrap(b).getLong(8);
        return most == 0 && least == 0 ? null : new UUID(most, least).toString().toUpperCase(java.util.Locale.ROOT);
    }
}
