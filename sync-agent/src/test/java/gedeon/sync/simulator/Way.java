package gedeon.sync.simulator;

import gedeon.sync.FakeGedeon;
import gedeon.sync.simulator.Weather.Act;
import gedeon.sync.simulator.Weather.Asked;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The line between an agent and its server: HTTP/1.1 requests one by one, as the weather lets them through. Asks before a body, as the real server does, whether
 * there is room. Counts what was sent, and what of it was sent before.
 */
final class Way implements AutoCloseable {
    private static final int STEP = 1024;

    private final FakeGedeon server;
    private final Moments moments;
    private final Consumer<Duration> time;
    private final int port;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Set<String> arrived = new HashSet<>();
    private volatile Weather weather = Weather.FAIR;
    private ServerSocket door;
    private long sent;
    private long again;
    private long broken;

    Way(FakeGedeon server, Moments moments, Consumer<Duration> time) throws IOException {
        this.server = server;
        this.moments = moments;
        this.time = time;
        this.door = open(0);
        this.port = door.getLocalPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void weather(Weather next) {
        weather = next;
    }

    /** Bytes of bodies that went to the bucket. */
    synchronized long sent() {
        return sent;
    }

    /** Of them those that the server had whole before: the same bytes as the same part of the same key. */
    synchronized long again() {
        return again;
    }

    /** Of them those of bodies that broke off. */
    synchronized long broken() {
        return broken;
    }

    /** Connections end and nobody answers the door. */
    synchronized void down() throws IOException {
        door.close();
        cutAll();
    }

    synchronized void up() throws IOException {
        if (door.isClosed()) {
            door = open(port);
        }
    }

    void cutAll() {
        connections.forEach(Way::shut);
    }

    private ServerSocket open(int at) throws IOException {
        ServerSocket fresh = new ServerSocket();
        fresh.setReuseAddress(true);
        fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 100);
        start(() -> {
            while (!fresh.isClosed()) {
                try {
                    Socket client = fresh.accept();
                    connections.add(client);
                    start(() -> serve(client));
                } catch (IOException e) {
                    shut(fresh);
                }
            }
        });
        return fresh;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "way");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(
                        InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            InputStream from = new BufferedInputStream(client.getInputStream());
            InputStream back = new BufferedInputStream(upstream.getInputStream());
            List<String> head = head(from);
            while (!head.isEmpty() && one(head, from, client.getOutputStream(), upstream.getOutputStream(), back)) {
                head = head(from);
            }
        } catch (IOException e) {
            // One side hung up: so it is on a line.
            shut(client);
        } finally {
            connections.remove(client);
        }
    }

    /** False: the connection ends here. */
    private boolean one(List<String> head, InputStream from, OutputStream to, OutputStream up, InputStream back)
            throws IOException {
        String[] first = head.get(0).split(" ");
        Asked asked = new Asked(first[0], first[1], Long.parseLong(header(head, "content-length", "0")));
        if (moments.now()) {
            return false;
        }
        Act act = weather.of(asked);
        if (act instanceof Act.Refuse refuse) {
            return refuse(to, asked, refuse.status(), refuse.code());
        }
        if (!asked.rest() && asked.method().equals("PUT") && server.refuses(asked.length())) {
            return refuse(to, asked, 403, "QuotaExceeded");
        }
        if (!header(head, "expect", "").isEmpty()) {
            to.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            to.flush();
        }
        byte[] body = body(asked, act, from);
        if (body.length < asked.length() || act instanceof Act.Cut || moments.now()) {
            return false;
        }
        byte[] answer = forwarded(head, body, up, back);
        if (moments.now() || act instanceof Act.LoseAnswer) {
            return false;
        }
        to.write(answer);
        to.flush();
        return true;
    }

    /** All of it, or less where the line was cut or the agent died on the way. */
    private byte[] body(Asked asked, Act act, InputStream from) throws IOException {
        byte[] body = new byte[(int) asked.length()];
        long end = act instanceof Act.Cut cut ? Math.min(cut.after(), body.length) : body.length;
        int at = 0;
        boolean alive = true;
        while (alive && at < end) {
            int count = from.read(body, at, (int) Math.min(STEP, end - at));
            if (count < 0) {
                break;
            }
            at += count;
            if (act instanceof Act.Trickle slow) {
                time.accept(slow.each().multipliedBy(count).dividedBy(STEP));
            }
            // Once on the way: a body is one moment, however many steps it takes.
            alive = at - count > 0 || !moments.now();
        }
        if (!asked.rest() && asked.method().equals("PUT")) {
            count(asked, body, at);
        }
        return java.util.Arrays.copyOf(body, alive ? at : 0);
    }

    private synchronized void count(Asked asked, byte[] body, int arrivedBytes) {
        sent += arrivedBytes;
        if (arrivedBytes < body.length) {
            broken += arrivedBytes;
            return;
        }
        String what = asked.target().replaceAll("uploadId=[^&]*", "") + FakeGedeon.sha256(body);
        again += arrived.add(what) ? 0 : body.length;
    }

    private boolean refuse(OutputStream to, Asked asked, int status, String code) throws IOException {
        String text = asked.rest()
                ? "{\"title\":\"" + code + "\",\"status\":" + status + ",\"detail\":\"" + code + "\"}"
                : "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
        to.write(("HTTP/1.1 " + status + " No\r\nContent-Type: "
                        + (asked.rest() ? "application/problem+json" : "application/xml")
                        + "\r\nConnection: close\r\nContent-Length: " + text.length() + "\r\n\r\n" + text)
                .getBytes(StandardCharsets.ISO_8859_1));
        to.flush();
        return false;
    }

    private byte[] forwarded(List<String> head, byte[] body, OutputStream up, InputStream back) throws IOException {
        StringBuilder text = new StringBuilder();
        head.stream()
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("expect:"))
                .forEach(line -> text.append(line).append("\r\n"));
        up.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        up.write(body);
        up.flush();
        List<String> answer = head(back);
        if (answer.isEmpty()) {
            throw new EOFException("the server hung up");
        }
        byte[] rest = back.readNBytes(Integer.parseInt(header(answer, "content-length", "0")));
        StringBuilder told = new StringBuilder();
        answer.forEach(line -> told.append(line).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(told.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(rest);
        return all.toByteArray();
    }

    /** Its lines without the empty one; none where the other side hung up. */
    private static List<String> head(InputStream from) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = from.read(); b >= 0; b = from.read()) {
            if (b != '\n') {
                line.write(b);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).strip();
            line.reset();
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
        }
        return List.of();
    }

    private static String header(List<String> head, String name, String otherwise) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    private static void shut(java.io.Closeable thing) {
        try {
            thing.close();
        } catch (IOException e) {
            // It is of no use any more.
            return;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        down();
    }
}
