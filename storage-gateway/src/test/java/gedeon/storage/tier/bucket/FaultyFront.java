package gedeon.storage.tier.bucket;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands before a server and fails as networks and busy stores do: for the next so many connections, or in the middle of the next long answer. Or it is dead from one
 * request on: the server knows then what it would know of a client that was killed there.
 */
public final class FaultyFront implements AutoCloseable {
    private static final byte[] BUSY = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    /** The answer to the next request of this method never comes; empty: none. */
    public final AtomicReference<String> unanswered = new AtomicReference<>("");

    /** The first request whose line matches is not passed on, nor is anything after it until {@link #live}; empty: none. */
    public final AtomicReference<String> deadAt = new AtomicReference<>("");

    public final AtomicInteger busy = new AtomicInteger();
    /** The next answer that is longer ends there; 0: none. */
    public final AtomicLong cutAfter = new AtomicLong();
    /** The byte of the next answer that is longer comes changed; 0: none. */
    public final AtomicLong flipAt = new AtomicLong();

    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;
    private final URI behind;
    private volatile boolean dead;

    public FaultyFront(URI behind) throws IOException {
        this.behind = behind;
        this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public boolean isDead() {
        return dead;
    }

    public void live() {
        deadAt.set("");
        dead = false;
    }

    private void die() throws IOException {
        dead = true;
        for (Socket client : clients) {
            client.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (dead) {
                return;
            }
            if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                client.getInputStream().read(new byte[64 << 10]);
                client.getOutputStream().write(BUSY);
                return;
            }
            try (Socket server = new Socket(behind.getHost(), behind.getPort())) {
                AtomicBoolean lost = new AtomicBoolean();
                Thread up = Thread.ofVirtual().start(() -> pass(client, server, lost));
                answer(server.getInputStream(), client.getOutputStream(), lost);
                client.close();
                server.close();
                up.join();
            }
        } catch (IOException e) {
            // One side went away: so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to, AtomicBoolean lost) {
        byte[] buffer = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String request = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                String last = deadAt.get();
                if (!last.isEmpty() && request.lines().findFirst().orElse("").matches(last)) {
                    die();
                }
                if (dead) {
                    return;
                }
                String method = unanswered.get();
                if (!method.isEmpty() && request.startsWith(method + " ") && unanswered.compareAndSet(method, "")) {
                    lost.set(true);
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // As above.
            return;
        }
    }

    private void answer(InputStream in, OutputStream out, AtomicBoolean lost) throws IOException {
        byte[] buffer = new byte[16 << 10];
        long passed = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (lost.get()) {
                return;
            }
            long cut = cutAfter.get();
            if (cut > 0 && passed + n > cut && cutAfter.compareAndSet(cut, 0)) {
                out.write(buffer, 0, (int) Math.max(0, cut - passed));
                return;
            }
            long flip = flipAt.get();
            if (flip > 0 && passed <= flip && passed + n > flip && flipAt.compareAndSet(flip, 0)) {
                buffer[(int) (flip - passed)] ^= 1;
            }
            out.write(buffer, 0, n);
            passed += n;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
