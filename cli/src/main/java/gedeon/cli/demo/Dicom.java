package gedeon.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** As much of DICOM as tells which study an image belongs to: element (0020,000D) near the file's beginning, DICOM PS3.5 §7. */
final class Dicom {
    private static final int HEAD = 64 * 1024;
    private static final byte[] STUDY_INSTANCE_UID = {0x20, 0x00, 0x0D, 0x00};

    private Dicom() {}

    static Optional<String> study(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        if (head.length < 140 || !new String(head, 128, 4, StandardCharsets.US_ASCII).equals("DICM")) {
            return Optional.empty();
        }
        for (int at = 132; at + 8 < head.length; at++) {
            if (starts(head, at)) {
                boolean explicit = head[at + 4] == 'U' && head[at + 5] == 'I';
                int length = explicit ? number(head, at + 6) : number(head, at + 4);
                if (length > 0 && length <= 64 && at + 8 + length <= head.length) {
                    return Optional.of(new String(head, at + 8, length, StandardCharsets.US_ASCII)
                            .replace("\0", "")
                            .strip());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] head, int at) {
        for (int i = 0; i < STUDY_INSTANCE_UID.length; i++) {
            if (head[at + i] != STUDY_INSTANCE_UID[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] head, int at) {
        return (head[at] & 0xff) | (head[at + 1] & 0xff) << 8;
    }
}
