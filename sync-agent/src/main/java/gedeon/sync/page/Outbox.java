package gedeon.sync.page;

import gedeon.client.Outgoing;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of everything that leaves this computer the last of each kind: REST requests with the very value that was sent, requests to the bucket with the headers as
 * they went over the wire. So the page that tells what leaves shows what left. Signatures are left out. Thread-safe; as many kinds as there are routes.
 */
public final class Outbox implements Outgoing, Interceptor {
    private static final int MOST_KINDS = 200;
    private static final String SIGNATURE = "authorization";

    private final Clock clock;
    private final Pace pace;
    private final Map<String, Said> requests = new TreeMap<>();
    private final Map<String, Carried> transfers = new TreeMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** The last request of a kind ({@code POST /api/v1/agents/me/heartbeats}), when, how many there were, and what it carried. */
    public record Said(
            String request,
            Instant at,
            long count,
            @Nullable Object body) {}

    /** The last request of a kind to the bucket ({@code PUT object ?partNumber&uploadId}): its headers in order of their names, and its key. */
    public record Carried(String request, Instant at, long count, String key, Map<String, String> headers) {}

    public Outbox(Clock clock) {
        this.clock = clock;
        this.pace = new Pace(System::nanoTime);
    }

    @Override
    public synchronized void leaves(String method, String path, @Nullable Object body) {
        int query = path.indexOf('?');
        String request = method + " " + (query < 0 ? path : path.substring(0, query));
        Said before = requests.get(request);
        if (before != null || requests.size() < MOST_KINDS) {
            requests.put(request, new Said(request, clock.instant(), before == null ? 1 : before.count() + 1, body));
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        note(request);
        Response response = chain.proceed(request);
        RequestBody body = request.body();
        if (body != null && response.isSuccessful()) {
            bytes.addAndGet(Math.max(0, body.contentLength()));
            pace.sent(Math.max(0, body.contentLength()));
        }
        return response;
    }

    private synchronized void note(Request request) {
        List<String> names =
                request.url().queryParameterNames().stream().sorted().toList();
        String kind = request.method() + (names.isEmpty() ? "" : " ?" + String.join("&", names));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(header -> {
            if (!header.getFirst().equalsIgnoreCase(SIGNATURE)) {
                headers.put(header.getFirst(), header.getSecond());
            }
        });
        Carried before = transfers.get(kind);
        if (before != null || transfers.size() < MOST_KINDS) {
            transfers.put(
                    kind,
                    new Carried(
                            kind,
                            clock.instant(),
                            before == null ? 1 : before.count() + 1,
                            String.join("/", request.url().pathSegments()),
                            headers));
        }
    }

    public synchronized List<Said> requests() {
        return List.copyOf(requests.values());
    }

    public synchronized List<Carried> transfers() {
        return List.copyOf(transfers.values());
    }

    /** The last request that carried such a record. */
    public synchronized <T> Optional<Said> last(Class<T> body) {
        return requests.values().stream()
                .filter(said -> body.isInstance(said.body()))
                .max(java.util.Comparator.comparing(Said::at));
    }

    /** Bytes to the bucket since this process began. */
    public long bytes() {
        return bytes.get();
    }

    /** Bytes a second to the bucket, over the last minute. */
    public long bytesPerSecond() {
        return pace.perSecond();
    }
}
