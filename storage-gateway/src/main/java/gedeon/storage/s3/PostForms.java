package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Arrival;
import gedeon.storage.objects.Bucket;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.PostSignature;
import gedeon.storage.s3.auth.SigV4;
import gedeon.storage.s3.forms.Form;
import gedeon.storage.s3.forms.PostPolicy;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostObject: a browser's upload by a form whose policy somebody with a key has signed. Counted and committed as a PUT, in room for the length that its file
 * is likely to have.
 */
final class PostForms {
    private static final Logger LOG = LoggerFactory.getLogger(PostForms.class);

    private final PostSignature signatures;
    private final Clock clock;

    PostForms(PostSignature signatures, Clock clock) {
        this.signatures = signatures;
        this.clock = clock;
    }

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "POST", "", PostForms::store);
    }

    /** Whether a request is a form: it brings its signature in its body. */
    static boolean sent(Exchange exchange, Address address) {
        return exchange.method().equals("POST")
                && address.target() == Target.BUCKET
                && exchange.rawQuery().isEmpty()
                && exchange.header("content-type").filter(Form::is).isPresent();
    }

    /** A form of which the fields are read and found to be as its policy wants them. */
    record Opened(FormExchange exchange, Authenticated auth, ObjectKey key) {}

    /** @throws S3Error where the form is malformed, signed wrongly, or not as its policy wants it */
    Opened open(Exchange exchange, Address address) throws IOException {
        Form form = Form.read(exchange.header("content-type").orElse(""), exchange.body());
        String key = form.key();
        if (!PostSignature.claimed(form.fields())) {
            // Anybody's form: what the bucket lets everybody do is asked for as of any request.
            return new Opened(
                    FormExchange.of(exchange, form, 0, PostPolicy.LARGEST),
                    Authenticated.anonymous(SigV4.UNSIGNED),
                    Call.key(key));
        }
        Authenticated auth = signatures.check(form.fields());
        PostPolicy policy = PostPolicy.read(form.field("policy").orElse(""));
        Map<String, String> fields = new LinkedHashMap<>(form.fields());
        fields.put("bucket", String.valueOf(address.bucket()));
        fields.put("key", key);
        policy.require(fields, clock.instant());
        return new Opened(FormExchange.of(exchange, form, policy.least(), policy.most()), auth, Call.key(key));
    }

    private static void store(Call call) throws IOException {
        if (!(call.exchange() instanceof FormExchange sent)) {
            throw new S3Error(
                    "PreconditionFailed", 412, "a POST to a bucket is a form: its Content-Type is multipart/form-data");
        }
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        Body body = Body.of(call);
        StoredVersion stored = call.store()
                .put(body.put(
                                bucket,
                                call.key(),
                                ObjectHeaders.attributes(call, bucket),
                                ObjectHeaders.conditions(call, bucket))
                        .expecting(sent.expected())
                        .arrivedBy(Arrival.POST));
        finish(sent.form());
        answer(call, bucket, stored, sent.form());
    }

    /** The object is stored: a sender that ends badly after the file cannot change that. */
    private static void finish(Form form) {
        try {
            form.finish();
        } catch (IOException e) {
            LOG.debug("a form broke off behind its file: {}", e.getMessage());
        }
    }

    private static void answer(Call call, Bucket bucket, StoredVersion stored, Form form) throws IOException {
        String etag = '"' + stored.etag() + '"';
        String key = call.key().toString();
        String location = "/" + bucket.name() + "/" + Uri.encode(stored.key().bytes(), true);
        Map<String, String> headers = Call.headers();
        headers.put("ETag", etag);
        ObjectHeaders.checksums(headers, stored);
        Sse.write(headers, stored.attributes().encryption());
        ObjectHeaders.made(headers, bucket, stored);
        RoomHeader.tell(call, headers, bucket);
        LifecycleOperations.expiration(call, headers, bucket, stored);
        if (call.exchange().bodyPending()) {
            headers.put("Connection", "close");
        }
        Optional<String> redirect = redirect(form);
        if (redirect.isPresent()) {
            headers.put(
                    "Location",
                    redirect.get() + (redirect.get().contains("?") ? "&" : "?") + "bucket="
                            + Uri.encode(bucket.name(), false) + "&key=" + Uri.encode(key, false) + "&etag="
                            + Uri.encode(etag, false));
            call.empty(303, headers);
            return;
        }
        headers.put("Location", location);
        switch (form.field("success_action_status").orElse("")) {
            case "200" -> call.empty(200, headers);
            case "201" ->
                call.xml(
                        201,
                        headers,
                        XmlWriter.plainRoot("PostResponse")
                                .element("Location", location)
                                .element("Bucket", bucket.name())
                                .element("Key", key)
                                .element("ETag", etag),
                        "PostResponse");
            default -> call.empty(204, headers);
        }
    }

    /** Where the browser goes on to; what is no web address is passed over, as S3 does. */
    private static Optional<String> redirect(Form form) {
        return form.field("success_action_redirect")
                .or(() -> form.field("redirect"))
                .filter(text -> {
                    try {
                        URI uri = new URI(text);
                        return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                                && uri.getHost() != null
                                && uri.getFragment() == null;
                    } catch (URISyntaxException e) {
                        return false;
                    }
                });
    }
}
