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
                        .header(get(), AUTHORIZATION + "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=")
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
                        AUTHORIZATION + "qgk2+6Sv9/oM7G3qLEjTH1a1l1g="));
        assertCode(
                "RequestTimeTooSkewed",
                () -> at("2007-03-27T20:36:42Z").header(get(), AUTHORIZATION + "qgk2+6Sv9/oM7G3qLEjTH1a1l1g="));
        assertCode(
                "AccessDenied",
                () -> signatures.header(
                        new SentRequest("GET", "/awsexamplebucket1/photos/puppy.jpg", ""), AUTHORIZATION + "x"));
        assertCode("InvalidArgument", () -> signatures.header(get(), "AWS HAHAHA"));
    }

    private static void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
