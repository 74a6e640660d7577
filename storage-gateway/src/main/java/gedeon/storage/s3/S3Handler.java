package gedeon.storage.s3;

import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.AheadChannel;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** With {@link S3Server} and {@link PacedAnswer} the only class that knows the engine: one request as an {@link Exchange}. */
final class S3Handler extends Handler.Abstract {
    private static final int ANSWER_BUFFER = 4 << 10;

    /** What answers: {@link S3Service#handle}. */
    @FunctionalInterface
    interface Answering {
        void handle(Exchange exchange) throws IOException;
    }

    private final Answering service;
    private final HeaderDeadline headers;
    private final Pace.Limit answers;

    /** @param answers how slowly a client may take what is answered */
    S3Handler(Answering service, HeaderDeadline headers, Pace.Limit answers) {
        this.service = service;
        this.headers = headers;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // Silence is counted while the client is waited for, not while this side works.
        request.addIdleTimeoutListener(silence -> false);
        EngineExchange exchange = new EngineExchange(request, response, answers);
        Connection connection = request.getConnectionMetaData().getConnection();
        headers.begins(connection);
        try {
            service.handle(exchange);
            exchange.flush();
            if (exchange.sendsOn()) {
                Rest.discard(request);
            }
            callback.succeeded();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Whatever was answered already cannot be taken back: the engine cuts the connection.
            callback.failed(e);
        } finally {
            exchange.release();
            headers.ended(connection);
        }
        return true;
    }

    private static final class EngineExchange implements Exchange {
        private final Request request;
        private final Response response;
        private final Pace.Limit pace;
        private final String id = id();
        private final Map<String, List<String>> headers = new LinkedHashMap<>();
        private final List<WorkingMemory.Taken> held = new ArrayList<>(1);
        private @Nullable Body body;
        private @Nullable OutputStream answer;

        EngineExchange(Request request, Response response, Pace.Limit pace) {
            this.request = request;
            this.response = response;
            this.pace = pace;
            for (HttpField field : request.getHeaders()) {
                String value = field.getValue() == null ? "" : field.getValue();
                // The engine reads header bytes as Latin-1; S3's are UTF-8.
                headers.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>(1))
                        .add(spelled(value, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8));
            }
        }

        /** Told apart, not secret. */
        private static String id() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }

        /** The same bytes, read otherwise; most are ASCII and the same either way. */
        private static String spelled(String value, Charset from, Charset to) {
            for (int i = 0; i < value.length(); i++) {
                if (value.charAt(i) > 0x7f) {
                    return new String(value.getBytes(from), to);
                }
            }
            return value;
        }

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String rawPath() {
            String path = request.getHttpURI().getPath();
            return path == null ? "" : path;
        }

        @Override
        public String rawQuery() {
            String query = request.getHttpURI().getQuery();
            return query == null ? "" : query;
        }

        @Override
        public Optional<String> header(String name) {
            List<String> values = headers.get(name);
            return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
        }

        @Override
        public Map<String, List<String>> headers() {
            return headers;
        }

        @Override
        public InputStream body() {
            Body in = body;
            if (in == null) {
                in = new Body(Content.Source.asInputStream(request), request.getLength());
                body = in;
            }
            return in;
        }

        @Override
        public String requestId() {
            return id;
        }

        @Override
        public String remoteAddress() {
            String address = String.valueOf(Request.getRemoteAddr(request));
            return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
        }

        @Override
        public boolean secure() {
            return request.isSecure();
        }

        @Override
        public boolean answered() {
            return answer != null;
        }

        @Override
        public boolean bodyPending() {
            boolean has = headers.containsKey("transfer-encoding")
                    || header("content-length")
                            .filter(length -> !length.equals("0"))
                            .isPresent();
            return has && (body == null || !body.finished());
        }

        /** Whether the client may be sending a body that was refused unread; one that waits to be asked for it is not. */
        boolean sendsOn() {
            return bodyPending() && (body != null || header("expect").isEmpty());
        }

        @Override
        public OutputStream answer(int status, Map<String, String> answerHeaders, long length) {
            response.setStatus(status);
            response.getHeaders().put("Server", "Gedeon");
            response.getHeaders().put("x-amz-request-id", id);
            answerHeaders.forEach((name, value) -> response.getHeaders()
                    .put(name, spelled(value, StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)));
            if (length >= 0) {
                response.getHeaders().put("Content-Length", length);
            }
            OutputStream out = new Answer(new PacedAnswer(request, response, pace));
            answer = out;
            return out;
        }

        @Override
        public void holds(WorkingMemory.Taken room) {
            held.add(room);
        }

        void release() {
            held.forEach(WorkingMemory.Taken::close);
        }

        void flush() throws IOException {
            if (answer != null) {
                answer.close();
            }
        }
    }

    /** Small writes are gathered; a block of a blob goes to the engine as it is. */
    private static final class Answer extends BufferedOutputStream implements AheadChannel {
        private final PacedAnswer paced;
        private boolean closed;

        Answer(PacedAnswer paced) {
            super(paced, ANSWER_BUFFER);
            this.paced = paced;
        }

        @Override
        public void begin(ByteBuffer bytes) throws IOException {
            if (count > 0) {
                flush();
            }
            paced.begin(bytes);
        }

        @Override
        public void ended() throws IOException {
            paced.ended();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                super.close();
            }
        }
    }

    /** Knows whether the client may still have bytes to send. */
    private static final class Body extends FilterInputStream {
        private final long length;
        private final Pace pace = new Pace(System::nanoTime);
        private long count;
        private boolean ended;

        Body(InputStream in, long length) {
            super(in);
            this.length = length;
        }

        boolean finished() {
            return ended || count == length;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            seen(one < 0 ? -1 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int size) throws IOException {
            int n = super.read(bytes, offset, size);
            seen(n);
            return n;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long n = super.skip(bytes);
            count += n;
            return n;
        }

        private void seen(int n) {
            if (n < 0) {
                ended = true;
            } else {
                count += n;
                pace.came(n);
            }
        }
    }
}
