package gedeon.storage.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A network between a process and its database that can be cut as by a pulled cable: from then on nothing is forwarded either way, and neither side is told.
 */
public final class SilentProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final String jdbcUrl;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Cable cable = new Cable();
    private volatile @Nullable String cutBehind;

    /** What the connections of a time go through. */
    private static final class Cable {
        private final CountDownLatch cut = new CountDownLatch(1);
    }

    /** @param jdbcUrl of a database on this machine */
    public SilentProxy(String jdbcUrl) throws IOException {
        this.jdbcUrl = jdbcUrl;
        this.port = URI.create(jdbcUrl.substring("jdbc:".length())).getPort();
        Thread.ofVirtual().start(this::accept);
    }

    /** The same database through this. */
    public String jdbcUrl() {
        return jdbcUrl.replaceFirst("//[^/]*/", "//127.0.0.1:" + door.getLocalPort() + "/");
    }

    /** The cable is pulled right after that has been sent to the database. */
    public void cutBehind(String statement) {
        cutBehind = statement;
    }

    /** Waits until it is pulled. */
    public boolean isCutWithin(long seconds) throws InterruptedException {
        return cable.cut.await(seconds, TimeUnit.SECONDS);
    }

    /** New connections are forwarded again; those of before stay silent. */
    public void mend() {
        cable = new Cable();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket database = new Socket("127.0.0.1", port);
                sockets.add(client);
                sockets.add(database);
                Cable of = cable;
                Thread.ofVirtual().start(() -> forward(client, database, of, true));
                Thread.ofVirtual().start(() -> forward(database, client, of, false));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void forward(Socket from, Socket to, Cable of, boolean toDatabase) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read;
            while ((read = in.read(buffer)) > 0) {
                if (of.cut.getCount() == 0) {
                    continue;
                }
                String awaited = cutBehind;
                boolean last = toDatabase
                        && awaited != null
                        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(awaited);
                if (last) {
                    // Before it is sent: the answer must not come through any more.
                    cutBehind = null;
                    of.cut.countDown();
                }
                out.write(buffer, 0, read);
                out.flush();
            }
            if (of.cut.getCount() > 0) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            // One of the two has gone; the other finds out as it would without us.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
