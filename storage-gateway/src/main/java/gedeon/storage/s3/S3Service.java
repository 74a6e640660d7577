package gedeon.storage.s3;

import gedeon.storage.glance.Glances;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.s3.access.Access;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.PostSignature;
import gedeon.storage.s3.auth.SigV4;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its operation: who asks, for which bucket and key, to do what. Whatever fails becomes one S3 error answer. */
public final class S3Service {
    private static final Logger LOG = LoggerFactory.getLogger(S3Service.class);
    private final ObjectStore store;
    private final S3Options options;
    private final Access access;
    private final Owners owners;
    private final Glances glances;
    private final Clock clock;
    private final Cors cors;
    private final PostForms forms;
    private final boolean keysInClear;
    private final Routes routes;

    /** As the one beside, where no webhook is known. */
    public S3Service(
            ObjectStore store, Glances glances, Notebooks notebooks, Rights rights, S3Options options, Clock clock) {
        this(store, glances, notebooks, rights, (notebook, name) -> false, options, clock);
    }

    /** @param webhooks asks whether a notebook has registered a webhook of a name */
    public S3Service(
            ObjectStore store,
            Glances glances,
            Notebooks notebooks,
            Rights rights,
            BiPredicate<Integer, String> webhooks,
            S3Options options,
            Clock clock) {
        this.store = store;
        this.glances = glances;
        this.clock = clock;
        this.access = new Access(rights, notebooks, options.ownership(), clock);
        this.options = options;
        this.owners = new Owners(notebooks);
        this.cors = new Cors(store);
        this.keysInClear = options.keysInClear();
        this.routes = routes(options.region());
        NotificationOperations.offer(routes, webhooks);
        this.forms = new PostForms(new PostSignature(notebooks::byAccessKey, options.region(), clock), clock);
    }

    public void handle(Exchange connected) throws IOException {
        Exchange exchange = Forwarded.of(connected, options.proxies());
        Exchange seen = exchange;
        try {
            Address address = Address.of(exchange, options.baseDomain());
            seen = cors.onAnswers(exchange, address);
            if (exchange.method().equals("OPTIONS")) {
                // A browser's question carries no credentials: it is answered before anybody is asked for them.
                cors.preflight(exchange, address);
                return;
            }
            Call call = PostForms.sent(seen, address) ? form(seen, address) : signed(seen, address);
            routes.find(address.target(), seen.method(), call.query()).answer(call);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // What nests too deeply is refused as what else fails inside; the thread is whole again here.
            fail(seen, e);
        }
    }

    /** A form says in its fields what a request says in headers, and who sends it. */
    private Call form(Exchange exchange, Address address) throws IOException {
        PostForms.Opened form = forms.open(exchange, address);
        Address named = new Address(address.bucket(), form.key());
        return call(form.exchange(), form.auth(), named, new Sight(glances, named, false));
    }

    private Call signed(Exchange exchange, Address address) {
        Sight sight = new Sight(glances, address, readsNewest(exchange));
        SigV4 signatures = new SigV4(sight::holder, options.region(), clock);
        Authenticated auth = signatures.check(exchange, Address.ofHost(exchange, options.baseDomain()));
        return call(exchange, auth, address, sight);
    }

    private static boolean readsNewest(Exchange exchange) {
        String method = exchange.method();
        return (method.equals("GET") || method.equals("HEAD"))
                && !Query.of(exchange.rawQuery()).has("versionId");
    }

    private Call call(Exchange exchange, Authenticated auth, Address address, Sight sight) {
        Sse.requireCovered(exchange, keysInClear);
        return new Call(
                exchange,
                auth,
                Query.of(exchange.rawQuery()),
                address.bucket(),
                address.key(),
                sight,
                store,
                access,
                owners,
                options.day());
    }

    /** What is offered; docs/s3.md says the same in words. */
    private static Routes routes(String region) {
        Routes routes = new Routes();
        BucketOperations.offer(routes, region);
        Listings.offer(routes);
        ObjectReads.offer(routes);
        ObjectWrites.offer(routes);
        ObjectDeletes.offer(routes);
        VersionOperations.offer(routes);
        LockOperations.offer(routes);
        Tagging.offer(routes);
        CorsOperations.offer(routes);
        AttributesOperation.offer(routes);
        PostForms.offer(routes);
        PackOperation.offer(routes);
        LifecycleOperations.offer(routes);
        RestoreOperation.offer(routes);
        MultipartOperations.offer(routes);
        BucketEncryption.offer(routes);
        PolicyOperations.offer(routes);
        PublicAccessOperations.offer(routes);
        OwnershipOperations.offer(routes);
        AclOperations.offer(routes);
        return routes;
    }

    private static void fail(Exchange exchange, Throwable failure) throws IOException {
        if (exchange.answered()) {
            // Bytes are under way: the only honest end is a cut connection.
            LOG.warn("request {} of {} cut: {}", exchange.requestId(), exchange.remoteAddress(), failure.toString());
            throw failure instanceof IOException io ? io : new IOException(failure);
        }
        // The engine wraps what the network said; a sender that stopped is no failure of this server.
        boolean ended = failure instanceof EOFException || failure.getCause() instanceof EOFException;
        S3Error error = ended
                ? new S3Error("IncompleteBody", 400, "the body ended before its length: " + failure.getMessage())
                : S3Errors.of(failure);
        if (error.status() >= 500 && error.status() != 501) {
            LOG.warn("request {} of {} failed", exchange.requestId(), exchange.remoteAddress(), failure);
        }
        XmlWriter xml = XmlWriter.plainRoot("Error")
                .element("Code", error.code())
                .element("Message", Text.shown(String.valueOf(error.getMessage())));
        error.details().forEach(xml::element);
        byte[] body = xml.element("Resource", exchange.rawPath())
                .element("RequestId", exchange.requestId())
                .end("Error");
        boolean head = exchange.method().equals("HEAD");
        // A body that was refused unread is not waited for.
        Map<String, String> headers = new LinkedHashMap<>(error.headers());
        headers.put("Content-Type", "application/xml");
        headers.put("Connection", exchange.bodyPending() ? "close" : "keep-alive");
        try (OutputStream out = exchange.answer(error.status(), headers, head ? 0 : body.length)) {
            if (!head) {
                out.write(body);
            }
        }
    }
}
