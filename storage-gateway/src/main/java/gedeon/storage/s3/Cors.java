package gedeon.storage.s3;

import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.s3.cors.CorsRule;
import gedeon.storage.s3.cors.CorsRules;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a browser is told when a page of another site asks (WHATWG Fetch §3.2): the answer to its question beforehand, and headers on every answer, errors
 * as well, else the page would not see why. It never lets anybody in: who may do what is asked after it. A request without {@code Origin} costs nothing here.
 */
final class Cors {
    private static final String VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

    private final ObjectStore store;

    Cors(ObjectStore store) {
        this.store = store;
    }

    /** The request as its operation sees it: its answer carries what the bucket's rules say of its origin. */
    Exchange onAnswers(Exchange exchange, Address address) {
        Optional<String> origin = exchange.header("origin");
        if (origin.isEmpty() || exchange.method().equals("OPTIONS")) {
            return exchange;
        }
        String method = exchange.header("access-control-request-method").orElse(exchange.method());
        return rules(address)
                .map(rules -> rules.first(origin.get(), method))
                .<Exchange>map(rule -> new AnsweringWith(
                        exchange,
                        rule.map(found -> headers(found, origin.get())).orElse(Map.of("Vary", VARY))))
                .orElse(exchange);
    }

    /**
     * Answers the question that a browser asks before it sends a page's request; it carries no credentials. A bucket that is not there is answered as one
     * without rules.
     *
     * @throws S3Error BadRequest, AccessForbidden
     */
    void preflight(Exchange exchange, Address address) throws IOException {
        String origin = exchange.header("origin").orElseThrow(() -> incomplete("Origin"));
        String method = exchange.header("access-control-request-method")
                .orElseThrow(() -> incomplete("Access-Control-Request-Method"));
        String asked = exchange.header("access-control-request-headers").orElse("");
        List<String> names = Stream.of(asked.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        CorsRule rule = rules(address)
                .flatMap(rules -> rules.first(origin, method, names))
                .orElseThrow(
                        () -> new S3Error(
                                "AccessForbidden",
                                403,
                                "the bucket's CORS rules do not allow this origin, method or headers; PutBucketCors sets them"));
        Map<String, String> headers = headers(rule, origin);
        if (!names.isEmpty()) {
            headers.put("Access-Control-Allow-Headers", String.join(", ", names));
        }
        Integer maxAge = rule.maxAge();
        if (maxAge != null) {
            headers.put("Access-Control-Max-Age", maxAge.toString());
        }
        exchange.answer(200, headers, 0).close();
    }

    private static S3Error incomplete(String header) {
        return new S3Error("BadRequest", 400, "a preflight request has the header " + header);
    }

    private Optional<CorsRules> rules(Address address) {
        return Optional.ofNullable(address.bucket())
                .flatMap(store::bucket)
                .flatMap(bucket -> bucket.setting(BucketSetting.CORS))
                .map(CorsRules::kept);
    }

    private static Map<String, String> headers(CorsRule rule, String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Access-Control-Allow-Origin", rule.anyOrigin() ? "*" : origin);
        headers.put("Access-Control-Allow-Methods", String.join(", ", rule.methods()));
        if (!rule.anyOrigin()) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        if (!rule.exposed().isEmpty()) {
            headers.put("Access-Control-Expose-Headers", String.join(", ", rule.exposed()));
        }
        headers.put("Vary", VARY);
        return headers;
    }
}
