package gedeon.server.connectors.calendar;

import gedeon.metadata.Bookings;
import gedeon.server.connectors.PublicAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches a calendar over http or https: from public addresses unless a setting says otherwise, each redirect looked at like the first address; within a time and
 * a size. Sends nothing but the request, keeps no cookie. Its address may hold a secret and is never written to the log.
 */
final class CalendarPlace implements Bookings.Place, AutoCloseable {
    private static final int MOST_REDIRECTS = 3;

    private final CloseableHttpClient http;
    private final Duration patience;
    private final long largest;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    CalendarPlace(CalendarSettings settings) {
        this.patience = settings.patience();
        this.largest = settings.maxAnswer().toBytes();
        Timeout longest = Timeout.of(patience);
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new PublicAddresses(settings.allowPrivate(), "gedeon.calendar.allow-private"))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(longest)
                                .setSocketTimeout(longest)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setMaxRedirects(MOST_REDIRECTS)
                        .setResponseTimeout(longest)
                        .setConnectionRequestTimeout(longest)
                        .build())
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .setUserAgent("gedeon")
                .build();
    }

    @Override
    public String read(String url) throws IOException {
        HttpGet get = new HttpGet(URI.create(url));
        get.setHeader("Accept", "text/calendar, text/plain;q=0.5, */*;q=0.1");
        ScheduledFuture<?> end = watch.schedule(get::cancel, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return http.execute(get, this::text);
        } catch (IOException e) {
            if (get.isCancelled()) {
                throw new IOException("the calendar did not come within " + patience.toSeconds() + " s", e);
            }
            throw e instanceof Told || e instanceof PublicAddresses.Refused
                    ? e
                    : new IOException("the calendar could not be fetched: " + e.getMessage(), e);
        } finally {
            end.cancel(false);
        }
    }

    /** Says all that people need. */
    private static final class Told extends IOException {
        private static final long serialVersionUID = 1;

        Told(String what) {
            super(what);
        }
    }

    private String text(ClassicHttpResponse answer) throws IOException {
        HttpEntity body = answer.getEntity();
        if (answer.getCode() != 200 || body == null) {
            throw new Told("the calendar's server answered " + answer.getCode() + " instead of a calendar");
        }
        try (InputStream in = body.getContent()) {
            byte[] bytes = in.readNBytes((int) largest + 1);
            if (bytes.length > largest) {
                throw new Told("the calendar is larger than " + largest + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        watch.shutdownNow();
        http.close();
    }
}
