package gedeon.metadata.extraction;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;

/**
 * The acquisition seen from inside the reading process: every byte is asked of the server. Blocks of {@value #BLOCK} bytes are kept, because a dozen readers look
 * at the same beginning.
 */
final class RemoteMaterial implements Material {
    private static final int BLOCK = 32 * 1024;
    private static final int KEPT = 64;

    private final String name;
    private final boolean folder;
    private final List<MaterialFile> files;
    private final DataOutputStream out;
    private final BlockingQueue<Frame> answers;
    private final Map<Block, byte[]> blocks = new LinkedHashMap<>(KEPT, 0.75f, true);

    RemoteMaterial(
            String name, boolean folder, List<MaterialFile> files, DataOutputStream out, BlockingQueue<Frame> answers) {
        this.name = name;
        this.folder = folder;
        this.files = List.copyOf(files);
        this.out = out;
        this.answers = answers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean folder() {
        return folder;
    }

    @Override
    public List<MaterialFile> files() {
        return files;
    }

    @Override
    public byte[] read(MaterialFile file, long offset, int length) throws IOException {
        int index = files.indexOf(file);
        if (index < 0 || offset < 0 || length < 0) {
            throw new IOException("no such range: " + length + " bytes at " + offset + " of " + file.path());
        }
        int wanted = (int) Math.max(0, Math.min(length, file.size() - offset));
        byte[] bytes = new byte[wanted];
        int done = 0;
        while (done < wanted) {
            long at = offset + done;
            byte[] got;
            int from = 0;
            if (wanted - done >= BLOCK) {
                got = ask(index, at, Math.min(wanted - done, Frame.LONGEST_READ));
            } else {
                got = block(index, at / BLOCK);
                from = (int) (at % BLOCK);
            }
            int take = Math.min(got.length - from, wanted - done);
            if (take <= 0) {
                break;
            }
            System.arraycopy(got, from, bytes, done, take);
            done += take;
        }
        return done == wanted ? bytes : Arrays.copyOf(bytes, done);
    }

    private byte[] block(int index, long number) throws IOException {
        Block block = new Block(index, number);
        byte[] kept = blocks.get(block);
        if (kept == null) {
            kept = ask(index, number * BLOCK, BLOCK);
            blocks.put(block, kept);
            if (blocks.size() > KEPT) {
                blocks.remove(blocks.keySet().iterator().next());
            }
        }
        return kept;
    }

    private byte[] ask(int index, long offset, int length) throws IOException {
        Frame.of(Frame.READ, f -> {
                    f.writeInt(index);
                    f.writeLong(offset);
                    f.writeInt(length);
                })
                .send(out);
        Frame answer;
        try {
            answer = answers.take();
        } catch (InterruptedException e) {
            throw new EOFException("interrupted");
        }
        return switch (answer.kind()) {
            case Frame.BYTES -> answer.body();
            case Frame.SPENT ->
                throw new BudgetSpent(ByteBuffer.wrap(answer.body()).getLong());
            default -> throw new Reading.Unreadable("The store could not read the file; it will be tried again.");
        };
    }

    private record Block(int file, long number) {}
}
