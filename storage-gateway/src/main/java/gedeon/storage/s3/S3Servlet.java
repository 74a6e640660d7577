package gedeon.storage.s3;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The only class that knows servlets: one request as an {@link Exchange}. */
final class S3Servlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient S3Service service;

    S3Servlet(S3Service service) {
        this.service = service;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        service.handle(new ServletExchange(request, response));
    }

    private static final class ServletExchange implements Exchange {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final String id = UUID.randomUUID().toString();
        private final Map<String, List<String>> headers = new LinkedHashMap<>();
        private @Nullable ServletInputStream body;
        private boolean answered;

        ServletExchange(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
            for (String name : Collections.list(request.getHeaderNames())) {
                List<String> values = new ArrayList<>();
                for (String value : Collections.list(request.getHeaders(name))) {
                    // The engine reads header bytes as Latin-1; S3's are UTF-8.
                    values.add(new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                }
                headers.put(name.toLowerCase(Locale.ROOT), values);
            }
        }

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String rawPath() {
            return request.getRequestURI();
        }

        @Override
        public String rawQuery() {
            String query = request.getQueryString();
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
        public InputStream body() throws IOException {
            ServletInputStream in = request.getInputStream();
            body = in;
            return in;
        }

        @Override
        public String requestId() {
            return id;
        }

        @Override
        public boolean answered() {
            return answered;
        }

        @Override
        public boolean bodyPending() {
            boolean has = headers.containsKey("transfer-encoding")
                    || header("content-length")
                            .filter(length -> !length.equals("0"))
                            .isPresent();
            return has && (body == null || !body.isFinished());
        }

        @Override
        public OutputStream answer(int status, Map<String, String> answerHeaders, long length) throws IOException {
            answered = true;
            response.setStatus(status);
            response.setHeader("Server", "Gedeon");
            response.setHeader("x-amz-request-id", id);
            answerHeaders.forEach((name, value) -> response.setHeader(
                    name, new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
            if (length >= 0) {
                response.setContentLengthLong(length);
            }
            return response.getOutputStream();
        }
    }
}
