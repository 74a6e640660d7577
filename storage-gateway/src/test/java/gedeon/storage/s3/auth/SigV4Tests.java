package gedeon.storage.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.Query;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.Uri;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The examples of "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API reference, and what must be refused. */
class SigV4Tests {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Instant DAY = Instant.parse("2013-05-24T00:00:00Z");
    private static final KeyHolder HOLDER = new KeyHolder(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            new Principal(1, "ada", Principal.Kind.PERSON, Set.of()),
            1);

    private static SigV4 at(Instant now) {
        return new SigV4(
                key -> Optional.of(HOLDER).filter(holder -> holder.accessKey().equals(key)),
                "us-east-1",
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String authorization(String signedHeaders, String signature) {
        return "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders="
                + signedHeaders + ",Signature=" + signature;
    }

    private static SentRequest example(String method, String path, String query) {
        return new SentRequest(method, path, query)
                .with("host", "examplebucket.s3.amazonaws.com")
                .with("x-amz-date", "20130524T000000Z");
    }

    private static SentRequest get() {
        return example("GET", "/test.txt", "")
                .with("range", "bytes=0-9")
                .with("x-amz-content-sha256", EMPTY)
                .with(
                        "authorization",
                        authorization(
                                "host;range;x-amz-content-sha256;x-amz-date",
                                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
    }

    private static SentRequest presigned() {
        return new SentRequest(
                        "GET",
                        "/test.txt",
                        "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
                .with("host", "examplebucket.s3.amazonaws.com");
    }

    @Test
    void theExamplesOfTheReferenceAreAccepted() {
        SigV4 signatures = at(DAY);
        assertThat(signatures.check(get()).holder()).isEqualTo(HOLDER);
        signatures.check(example("PUT", "/test%24file.text", "")
                .with("date", "Fri, 24 May 2013 00:00:00 GMT")
                .with("x-amz-storage-class", "REDUCED_REDUNDANCY")
                .with("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
                .with(
                        "authorization",
                        authorization(
                                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")));
        signatures.check(example("GET", "/", "lifecycle")
                .with("x-amz-content-sha256", EMPTY)
                .with(
                        "authorization",
                        authorization(
                                "host;x-amz-content-sha256;x-amz-date",
                                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")));
        signatures.check(example("GET", "/", "max-keys=2&prefix=J")
                .with("x-amz-content-sha256", EMPTY)
                .with(
                        "authorization",
                        authorization(
                                "host;x-amz-content-sha256;x-amz-date",
                                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")));
    }

    @Test
    void aPresignedAddressHoldsUntilItEnds() {
        assertThat(at(DAY.plus(Duration.ofHours(23))).check(presigned()).payload())
                .isEqualTo(SigV4.UNSIGNED);
        assertRefused("AccessDenied", () -> at(DAY.plus(Duration.ofHours(25))).check(presigned()));
        assertRefused("AccessDenied", () -> at(DAY.minus(Duration.ofHours(1))).check(presigned()));
    }

    @Test
    void aHeaderThatWasNotSignedIsRefused() {
        assertRefused("AccessDenied", () -> at(DAY).check(presigned().with("x-amz-acl", "public-read")));
        assertRefused("AccessDenied", () -> at(DAY).check(get().with("x-amz-copy-source", "other/key")));
    }

    @Test
    void aHeaderOfThisStoreMustBeSignedAsWell() {
        assertRefused("AccessDenied", () -> at(DAY).check(get().with("x-gedeon-object-size", "1")));
    }

    @Test
    void aRequestIsSignedInOnePlace() {
        assertThat(at(DAY).check(get()).way()).isEqualTo(Authenticated.Way.HEADER);
        assertThat(at(DAY).check(presigned()).way()).isEqualTo(Authenticated.Way.QUERY);
        assertRefused("InvalidArgument", () -> at(DAY).check(presigned().with("authorization", "AWS a:b")));
    }

    @Test
    void aKeyThatNoTextCanBeIsNotLookedUp() {
        SigV4 failing = new SigV4(
                key -> {
                    throw new AssertionError("asked for " + key);
                },
                "us-east-1",
                Clock.fixed(DAY, ZoneOffset.UTC));
        assertRefused(
                "InvalidAccessKeyId",
                () -> failing.check(new SentRequest("GET", "/b", "AWSAccessKeyId=%00&Signature=x&Expires=9999999999")));
    }

    @Test
    void aPlusIsSignedAsTheSpaceThatItIsReadAs() {
        assertThat(SigV4.canonicalQuery("prefix=a+b", false))
                .isEqualTo(SigV4.canonicalQuery("prefix=a%20b", false))
                .isNotEqualTo(SigV4.canonicalQuery("prefix=a%2Bb", false));
    }

    @Test
    void whatChangesAfterSigningIsRefused() {
        assertRefused("SignatureDoesNotMatch", () -> at(DAY).check(get().with("range", "bytes=0-10")));
        assertRefused(
                "SignatureDoesNotMatch", () -> at(DAY).check(get().with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")));
        assertRefused(
                "InvalidAccessKeyId",
                () -> at(DAY).check(get().with(
                                "authorization",
                                authorization("host;range;x-amz-content-sha256;x-amz-date", "00")
                                        .replace("EXAMPLE", "NOBODY00"))));
    }

    @Test
    void aClockThatIsWrongIsNamed() {
        assertRefused(
                "RequestTimeTooSkewed",
                () -> at(DAY.plus(Duration.ofMinutes(16))).check(get()));
        assertRefused(
                "RequestTimeTooSkewed",
                () -> at(DAY.minus(Duration.ofMinutes(16))).check(get()));
        at(DAY.plus(Duration.ofMinutes(14))).check(get());
    }

    @Test
    void anotherRegionIsToldTheRightOne() {
        SigV4 paris = new SigV4(key -> Optional.of(HOLDER), "paris", Clock.fixed(DAY, ZoneOffset.UTC));
        assertThatThrownBy(() -> paris.check(get()))
                .isInstanceOfSatisfying(
                        S3Error.class, e -> assertThat(e.details()).containsEntry("Region", "paris"));
    }

    @Test
    void theOrderOfParametersDoesNotChangeTheCanonicalQuery() {
        qt().forAll(lists().of(strings().basicMultilingualPlaneAlphabet().ofLengthBetween(0, 6))
                        .ofSizeBetween(0, 8))
                .checkAssert(values -> {
                    List<String> pieces = new ArrayList<>();
                    for (int i = 0; i < values.size(); i++) {
                        pieces.add(Uri.encode("p" + i, false) + "=" + Uri.encode(values.get(i), false));
                    }
                    String sorted = SigV4.canonicalQuery(String.join("&", pieces), false);
                    Collections.reverse(pieces);
                    assertThat(SigV4.canonicalQuery(String.join("&", pieces), false))
                            .isEqualTo(sorted);
                });
    }

    @Test
    void whatIsEncodedDecodesToItself() {
        qt().forAll(strings().basicMultilingualPlaneAlphabet().ofLengthBetween(0, 40))
                .checkAssert(text -> {
                    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    assertThat(Uri.decode(Uri.encode(bytes, true), false)).isEqualTo(bytes);
                    assertThat(Uri.encode(bytes, false)).matches("[A-Za-z0-9._~%-]*");
                });
    }

    private static void assertRefused(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aSigningParameterThatIsGivenTwiceIsRefused() {
        for (String name : List.of(
                "X-Amz-Algorithm",
                "X-Amz-Credential",
                "X-Amz-Date",
                "X-Amz-Expires",
                "X-Amz-SignedHeaders",
                "X-Amz-Signature")) {
            assertRefused(
                    "AuthorizationQueryParametersError", () -> at(DAY).check(with(presigned(), "&" + name + "=x")));
            assertRefused(
                    "AuthorizationQueryParametersError",
                    () -> at(DAY).check(with(presigned(), "&" + name.replace("-", "%2D") + "=x")));
        }
        assertRefused(
                "AuthorizationQueryParametersError",
                () -> at(DAY).check(with(presigned(), "&X-Amz-Security-Token=a&X-Amz-Security-Token=a")));
        assertRefused(
                "AuthorizationQueryParametersError",
                () -> at(DAY).check(
                                new SentRequest("GET", "/b", "AWSAccessKeyId=a&Signature=x&Signature=x&Expires=9")));
    }

    private static SentRequest with(SentRequest sent, String more) {
        return new SentRequest(sent.method(), sent.rawPath(), sent.rawQuery() + more)
                .with("host", "examplebucket.s3.amazonaws.com");
    }

    @Test
    void anOrdinaryParameterThatIsGivenTwiceIsSignedByValueAndReadByItsFirst() {
        assertThat(SigV4.canonicalQuery("prefix=b&marker=&prefix=a", false)).isEqualTo("marker=&prefix=a&prefix=b");
        assertThat(SigV4.canonicalQuery("a%2Fb=1&a=2&a%2F=3", false)).isEqualTo("a=2&a%2F=3&a%2Fb=1");
        assertThat(Query.of("prefix=b&marker=&prefix=a").get("prefix")).contains("b");
    }
}
