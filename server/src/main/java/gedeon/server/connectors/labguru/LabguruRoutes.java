package gedeon.server.connectors.labguru;

import static java.util.Objects.requireNonNull;

import gedeon.server.connectors.PublicAddresses;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three routes: the clock that reads each connector, a list from page to page, one page over HTTP. A page that fails for now is asked again with growing
 * pauses. Exchanges hold a ticket in place of the token, and nothing of them is logged.
 */
final class LabguruRoutes extends RouteBuilder {
    static final String LIST = "direct:labguru-list";

    private static final Logger LOG = LoggerFactory.getLogger(LabguruRoutes.class);
    private static final String PAGE = "direct:labguru-page";
    private static final String READING = "reading";
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_LINE = 16 * 1024;

    private final Supplier<Labguru> labguru;
    private final Guard guard;
    private final ActiveTokens tokens;
    private final PublicAddresses addresses;
    private final LabguruSettings settings;

    LabguruRoutes(
            Supplier<Labguru> labguru,
            Guard guard,
            ActiveTokens tokens,
            PublicAddresses addresses,
            LabguruSettings settings) {
        this.labguru = labguru;
        this.guard = guard;
        this.tokens = tokens;
        this.addresses = addresses;
        this.settings = settings;
    }

    @Override
    public void configure() {
        getContext().addComponent("labguru-http", http());
        clock();
        list();
        page();
    }

    private void clock() {
        from("timer:labguru?delay=" + FIRST.toMillis() + "&period="
                        + settings.every().toMillis())
                .routeId("labguru-clock")
                .onException(Exception.class)
                .handled(true)
                .logHandled(false)
                .process(exchange -> LOG.warn(
                        "connector {} was not read: {}",
                        exchange.getMessage().getBody(),
                        caught(exchange).getMessage()))
                .end()
                .setBody(exchange -> labguru.get().due())
                .split(body())
                .process(exchange -> labguru.get().sync(exchange.getMessage().getMandatoryBody(String.class)));
    }

    private void list() {
        from(LIST)
                .routeId("labguru-list")
                .onException(PublicAddresses.Refused.class, Guard.TooLarge.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .end()
                .onException(LabguruFailed.class)
                .onWhen(exchange -> caught(exchange) instanceof LabguruFailed failed
                        && (!failed.passing() || failed.pause().compareTo(LONGEST_PAUSE) > 0))
                .maximumRedeliveries(0)
                .logExhausted(false)
                .end()
                .onException(LabguruFailed.class, IOException.class)
                .maximumRedeliveries(settings.retries())
                .redeliveryDelay(settings.retryPause().toMillis())
                .useExponentialBackOff()
                .backOffMultiplier(4)
                .maximumRedeliveryDelay(LONGEST_PAUSE.toMillis())
                .onExceptionOccurred(LabguruRoutes::waitAsAsked)
                .retryAttemptedLogLevel(LoggingLevel.DEBUG)
                .logExhausted(false)
                .end()
                .onException(Exception.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .end()
                .process(exchange ->
                        exchange.setProperty(READING, exchange.getMessage().getBody(Reading.class)))
                .loopDoWhile(exchange -> reading(exchange).more())
                .to(PAGE)
                .end();
    }

    private void page() {
        from(PAGE)
                .routeId("labguru-page")
                .errorHandler(noErrorHandler()) // the list asks again
                .process(exchange -> {
                    Reading reading = reading(exchange);
                    URI next = reading.next();
                    exchange.getMessage().setBody(null);
                    exchange.getMessage().removeHeaders("*");
                    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
                    exchange.getMessage().setHeader(Exchange.HTTP_URI, next.toString());
                    exchange.getMessage().setHeader("Accept", "application/json");
                    exchange.getMessage().setHeader(QuietConnection.TICKET, reading.ticket());
                })
                .to(
                        "labguru-http://labguru.invalid?throwExceptionOnFailure=false&followRedirects=false&userAgent=Gedeon")
                .process(exchange -> {
                    byte[] body = exchange.getMessage().getBody(byte[].class);
                    Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
                    reading(exchange)
                            .take(
                                    status == null ? 0 : status,
                                    body == null ? new byte[0] : body,
                                    exchange.getMessage().getHeader("Retry-After", String.class));
                });
    }

    /** Camel waits so long in place of its own pause. */
    private static void waitAsAsked(Exchange exchange) {
        if (caught(exchange) instanceof LabguruFailed failed && failed.pause().isPositive()) {
            exchange.getMessage()
                    .setHeader(Exchange.REDELIVERY_DELAY, failed.pause().toMillis());
        }
    }

    private static Reading reading(Exchange exchange) {
        return requireNonNull(exchange.getProperty(READING, Reading.class), READING);
    }

    private static Exception caught(Exchange exchange) {
        return requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class), "exception caught");
    }

    /** A client of the connectors' own: guarded addresses and answers; no redirection, no cookie, no retry, no proxy behind our back. */
    private HttpComponent http() {
        HttpComponent http = new HttpComponent();
        Http1Config limits = Http1Config.custom()
                .setMaxHeaderCount(MAX_HEADERS)
                .setMaxLineLength(MAX_HEADER_LINE)
                .build();
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setConnectionFactory(socket -> {
                    QuietConnection connection = new QuietConnection(limits, tokens);
                    if (socket != null) {
                        connection.bind(socket);
                    }
                    return connection;
                })
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(settings.patience()))
                        .build())
                .build();
        http.setClientConnectionManager(connections);
        http.setResponseTimeout(settings.patience().toMillis());
        http.setHttpClientConfigurer(client -> client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addExecInterceptorFirst("guard", guard));
        return http;
    }
}
