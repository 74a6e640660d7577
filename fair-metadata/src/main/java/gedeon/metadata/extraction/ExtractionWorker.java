package gedeon.metadata.extraction;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Main class of a reading process: one acquisition after the other, asked for over standard input, answered over standard output. It ends with the server. */
public final class ExtractionWorker {
    private static final Set<String> NETWORK = Set.of("http", "https", "ftp", "mailto");
    private static final int LONGEST_QUESTION = 16 << 20;

    private ExtractionWorker() {}

    /** @param args the output limit in bytes */
    public static void main(String[] args) throws Exception {
        serve(FormatReaders.all(), Integer.parseInt(args[0]));
    }

    static void serve(List<FormatReader> readers, int outputLimit) throws Exception {
        // Standard output belongs to the protocol: what a library prints goes to standard error, which the server
        // throws away.
        DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), Frame.LONGEST_READ / 16));
        DataInputStream in = new DataInputStream(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in), Frame.LONGEST_READ / 16));
        System.setOut(System.err);
        System.setIn(new ByteArrayInputStream(new byte[0]));
        barNetwork();
        BlockingQueue<Frame> questions = new LinkedBlockingQueue<>();
        Thread listener = new Thread(() -> listen(in, questions), "server");
        listener.setDaemon(true);
        listener.start();
        new Frame(Frame.READY, new byte[0]).send(out);
        while (true) {
            Frame start = questions.take();
            if (start.kind() != Frame.START) {
                Runtime.getRuntime().halt(4);
            }
            Material material = material(start, out, questions);
            Reading.of(readers, material).frame(outputLimit).send(out);
        }
    }

    private static Material material(Frame start, DataOutputStream out, BlockingQueue<Frame> answers)
            throws IOException {
        DataInputStream body = new DataInputStream(new ByteArrayInputStream(start.body()));
        String name = Frame.text(body);
        boolean folder = body.readBoolean();
        int count = body.readInt();
        List<Material.MaterialFile> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String path = Frame.text(body);
            files.add(new Material.MaterialFile(path, body.readLong()));
        }
        return new RemoteMaterial(name, folder, files, out, answers);
    }

    /** Reads ahead of the parser, so that a process in the middle of something still ends when the server does. */
    private static void listen(DataInputStream in, BlockingQueue<Frame> questions) {
        try {
            while (true) {
                questions.put(Frame.receive(in, LONGEST_QUESTION));
            }
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Parsers of documents like to follow links. */
    @SuppressWarnings("deprecation") // the factory is old, not replaced, and does what is wanted
    private static void barNetwork() throws IOException {
        ProxySelector.setDefault(null);
        URL.setURLStreamHandlerFactory(protocol -> NETWORK.contains(protocol) ? new Barred() : null);
        Socket.setSocketImplFactory(() -> {
            throw new IllegalStateException("a reading process has no network");
        });
    }

    private static final class Barred extends URLStreamHandler {
        @Override
        protected java.net.URLConnection openConnection(URL url) throws IOException {
            throw new SocketException("a reading process has no network");
        }
    }
}
