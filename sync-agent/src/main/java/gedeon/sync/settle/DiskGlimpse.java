package gedeon.sync.settle;

import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Looks at files as they lie there, through channels that let everybody else write, rename and delete meanwhile. */
public final class DiskGlimpse implements Glimpse {
    /** What an editor may leave behind the last word of a file. */
    private static final int SPACE = 64;

    private final OpenFiles open = OpenFiles.here();

    @Override
    public boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean endsWith(Path file, byte[] end, boolean spaceBehind) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            int wanted = (int) Math.min(channel.size(), end.length + (spaceBehind ? SPACE : 0));
            ByteBuffer tail = ByteBuffer.allocate(wanted);
            long from = channel.size() - wanted;
            while (tail.hasRemaining() && from >= 0) {
                if (channel.read(tail, from + tail.position()) < 0) {
                    return false;
                }
            }
            int length = wanted;
            while (spaceBehind && length > 0 && Character.isWhitespace(tail.array()[length - 1])) {
                length--;
            }
            return length >= end.length && Arrays.equals(tail.array(), length - end.length, length, end, 0, end.length);
        }
    }

    @Override
    public Held held(FoundFile file) {
        return open.held(file);
    }
}
