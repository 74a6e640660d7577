package gedeon.storage.s3;

import gedeon.storage.Traffic;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The S3 port: an engine of its own, targets passed through as sent, virtual threads, time limits for slow senders. Every status line carries its reason
 * phrase, also that of 100: botocore reads neither without (docs/decisions/0005).
 */
public final class S3Server implements AutoCloseable {
    private static final int HEADER_BYTES = 32 << 10;
    private static final int CONNECTIONS = 10_000;
    /** What is taken from the network at once; given back while a connection is idle. */
    private static final int BODY_BYTES = 256 << 10;
    /** Buffers that wait to be used again, in bytes; once for those on the heap and once for those beside it. */
    private static final long KEPT = 32 << 20;
    /** A connection on which nothing moves for so long is cut, also in the middle of a body. */
    private static final Duration SILENCE = Duration.ofSeconds(75);

    private final Server server;
    private final ServerConnector connector;

    /** As the one beside, where nobody asks whether clients are served. */
    public static S3Server start(S3Service service, String address, int port) throws IOException {
        return start(service, new Traffic(), address, port);
    }

    /**
     * Starts listening.
     *
     * @param traffic is told of each request
     * @param port 0 takes a free one
     */
    public static S3Server start(S3Service service, Traffic traffic, String address, int port) throws IOException {
        return new S3Server(
                exchange -> {
                    traffic.begins();
                    try {
                        service.handle(exchange);
                    } finally {
                        traffic.ends();
                    }
                },
                address,
                port,
                SILENCE,
                new HeaderDeadline(),
                Pace.Limit.OF_ANSWERS);
    }

    S3Server(
            S3Handler.Answering service,
            String address,
            int port,
            Duration silence,
            HeaderDeadline headers,
            Pace.Limit answers)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("s3");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("s3-"));
        // The engine's own pool keeps no buffer as large as these: each request would have a new one, zeroed.
        server = new Server(
                threads, null, new ArrayByteBufferPool.Quadratic(0, BODY_BYTES, Integer.MAX_VALUE, KEPT, KEPT));
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        // Known values would come in the engine's own spelling, and a signature covers them as sent.
        http.setHeaderCacheCaseSensitive(true);
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setInputBufferSize(BODY_BYTES);
        connector = new ServerConnector(server, 1, 1, connections);
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(silence.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        connector.addBean(headers);
        server.setHandler(new S3Handler(service, headers, answers));
        server.setErrorHandler(S3Server::refused);
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException(
                    "the S3 port " + address + ":" + port + " cannot be opened; is another server using it?", e);
        }
    }

    /** What the engine itself refuses (a target that is no URI, headers that are too long) is an S3 error as well, without the engine's page. */
    private static boolean refused(Request request, Response response, Callback callback) {
        String id = UUID.randomUUID().toString();
        boolean inside = response.getStatus() >= 500;
        byte[] body = XmlWriter.plainRoot("Error")
                .element("Code", inside ? "InternalError" : "InvalidRequest")
                .element(
                        "Message",
                        inside
                                ? "something failed inside; quote the request id to the operator"
                                : "the request cannot be read; its target or headers are not those of HTTP")
                .element("RequestId", id)
                .end("Error");
        response.getHeaders().put(HttpHeader.SERVER, "Gedeon");
        response.getHeaders().put("x-amz-request-id", id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the S3 port did not stop cleanly", e);
        }
    }
}
