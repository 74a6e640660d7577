package gedeon.storage.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.S3Error;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example of the Amazon S3 Developer Guide, "Signing and authenticating REST requests", on the day that it names. */
class SigV2Tests {
    private static final KeyHolder HOLDER =
            new KeyHolder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Principal.ANONYMOUS, 1);

    private static SigV2 at(String time) {
        Clock clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
        return new SigV2(
                new Holders(key -> key.equals(HOLDER.accessKey()) ? Optional.of(HOLDER) : Optional.empty(), clock),
                clock);
    }

    private static final String AUTHORIZATION = "AWS AKIAIOSFODNN7EXAMPLE:";

    /** The guide's request is to a virtual host; here the bucket is part of the path, as its canonical resource has it. */
    private static SentRequest get() {
        return new SentRequest("GET", "/awsexamplebucket1/photos/puppy.jpg", "")
                .with("date", "Tue, 27 Mar 2007 19:36:42 +0000");
    }

    @Test
    void theGuidesGetIsAccepted() {
        assertThat(at("2007-03-27T19:40:00Z")
                        .header(get(), AUTHORIZATION + "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=", null)
                        .holder())
                .isEqualTo(HOLDER);
    }

    @Test
    void anotherMethodPathOrTimeIsRefused() {
        SigV2 signatures = at("2007-03-27T19:40:00Z");
        assertCode(
                "SignatureDoesNotMatch",
                () -> signatures.header(
                        new SentRequest("PUT", "/awsexamplebucket1/photos/puppy.jpg", "")
                                .with("date", "Tue, 27 Mar 2007 19:36:42 +0000"),
                        AUTHORIZATION + "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=",
                        null));
        assertCode(
                "RequestTimeTooSkewed",
                () -> at("2007-03-27T20:36:42Z").header(get(), AUTHORIZATION + "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=", null));
        assertCode(
                "AccessDenied",
                () -> signatures.header(
                        new SentRequest("GET", "/awsexamplebucket1/photos/puppy.jpg", ""), AUTHORIZATION + "x", null));
        assertCode("InvalidArgument", () -> signatures.header(get(), "AWS HAHAHA", null));
    }

    private static SentRequest asked(String method, String path, String query) {
        return new SentRequest(method, path, query).with("date", "Tue, 27 Mar 2007 19:36:42 +0000");
    }

    /** What is signed for a request without headers beside its date. */
    private static String signed(String method, String resource) {
        return AUTHORIZATION
                + SigV2.sign(HOLDER.secretKey(), method + "\n\n\nTue, 27 Mar 2007 19:36:42 +0000\n" + resource);
    }

    @Test
    void aTextThatReadsAsOtherParametersIsRefused() {
        SigV2 signatures = at("2007-03-27T19:40:00Z");
        String signature = signed("GET", "/b/k?response-expires=x&versionId=v");
        assertThat(signatures
                        .header(asked("GET", "/b/k", "response-expires=x&versionId=v"), signature, null)
                        .way())
                .isEqualTo(Authenticated.Way.HEADER);
        for (String query : new String[] {
            "response-expires=x%26versionId%3Dv", "versionId=v&versionId=w", "uploadId=u%26versionId", "versionId=v%26a"
        }) {
            assertCode("InvalidArgument", () -> signatures.header(asked("GET", "/b/k", query), signature, null));
        }
        signatures.header(
                asked("GET", "/b/k", "response-content-disposition=a%26b"),
                signed("GET", "/b/k?response-content-disposition=a&b"),
                null);
    }

    @Test
    void anOperationThatVersion2DoesNotSignIsRefused() {
        assertCode(
                "InvalidRequest",
                () -> at("2007-03-27T19:40:00Z")
                        .header(asked("PUT", "/b", "publicAccessBlock"), signed("PUT", "/b"), null));
    }

    @Test
    void theBucketOfTheHostIsSignedAsPartOfThePath() {
        SigV2 signatures = at("2007-03-27T19:40:00Z");
        signatures.header(
                asked("GET", "/photos/puppy.jpg", ""),
                AUTHORIZATION + "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=",
                "awsexamplebucket1");
        assertCode(
                "SignatureDoesNotMatch",
                () -> signatures.header(asked("DELETE", "/b/k", ""), signed("DELETE", "/b/k"), "other"));
        signatures.header(asked("GET", "/b", ""), signed("GET", "/b/"), null);
        assertCode(
                "SignatureDoesNotMatch", () -> signatures.header(asked("GET", "/k", ""), signed("GET", "/b/k/"), "b"));
    }

    private static void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
