package gedeon.storage.s3;

import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;

/** The S3 port: an engine of its own with one servlet, targets passed through as sent, virtual threads, time limits for slow senders. */
public final class S3Server implements AutoCloseable {
    private static final int HEADER_BYTES = 32 << 10;
    private static final int CONNECTIONS = 10_000;

    private final Tomcat tomcat;
    private final Connector connector;
    private final Path work;

    /** Starts listening; port 0 takes a free one. */
    public static S3Server start(S3Service service, String address, int port) throws IOException {
        return new S3Server(service, address, port);
    }

    private S3Server(S3Service service, String address, int port) throws IOException {
        work = Files.createTempDirectory("gedeon-s3");
        tomcat = new Tomcat();
        tomcat.setBaseDir(work.toString());
        connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setProperty("address", address);
        connector.setEncodedSolidusHandling("passthrough");
        connector.setEncodedReverseSolidusHandling("passthrough");
        connector.setProperty("relaxedPathChars", "|{}[]^`\"<>\\");
        connector.setProperty("relaxedQueryChars", "|{}[]^`\"<>\\");
        connector.setProperty("continueResponseTiming", "onRead");
        connector.setProperty("maxHttpRequestHeaderSize", String.valueOf(HEADER_BYTES));
        connector.setProperty("maxHttpResponseHeaderSize", String.valueOf(HEADER_BYTES));
        connector.setProperty("connectionTimeout", "20000");
        connector.setProperty("keepAliveTimeout", "60000");
        connector.setProperty("connectionUploadTimeout", "60000");
        connector.setProperty("disableUploadTimeout", "false");
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("maxConnections", String.valueOf(CONNECTIONS));
        connector.setProperty("tcpNoDelay", "true");
        connector.setProperty("maxSwallowSize", "1048576");
        connector.setMaxPostSize(-1);
        connector.setEnableLookups(false);
        connector.setXpoweredBy(false);
        connector.setProperty("useVirtualThreads", "true");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", work.toFile().getAbsolutePath());
        Tomcat.addServlet(context, "s3", new S3Servlet(service)).addMapping("/*");
        if (tomcat.getHost() instanceof StandardHost host) {
            host.setErrorReportValveClass(QuietErrors.class.getName());
        }
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IOException(
                    "the S3 port " + address + ":" + port + " cannot be opened; is another server using it?", e);
        }
        if (connector.getLocalPort() < 0) {
            close();
            throw new IOException(
                    "the S3 port " + address + ":" + port + " cannot be opened; is another server using it?");
        }
    }

    /** What the engine itself refuses (a target that is no URI, headers that are too long) is an S3 error as well, without the engine's page. */
    public static final class QuietErrors extends ErrorReportValve {
        public QuietErrors() {
            setShowReport(false);
            setShowServerInfo(false);
        }

        @Override
        protected void report(Request request, Response response, Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
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
            try {
                response.setHeader("Server", "Gedeon");
                response.setHeader("x-amz-request-id", id);
                response.setContentType("application/xml");
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
                response.finishResponse();
            } catch (IOException | IllegalStateException e) {
                // The client is gone, or the connection cannot carry an answer any more.
                response.setSuspended(true);
            }
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("the S3 port did not stop cleanly", e);
        } finally {
            org.apache.tomcat.util.http.fileupload.FileUtils.deleteDirectory(work.toFile());
        }
    }
}
