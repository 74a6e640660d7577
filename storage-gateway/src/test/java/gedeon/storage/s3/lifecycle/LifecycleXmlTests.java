package gedeon.storage.s3.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.lifecycle.LifecycleRules;
import gedeon.storage.s3.S3Error;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What S3 refuses of rules, by its code. */
class LifecycleXmlTests {
    private static LifecycleRules rules(String inside) {
        return LifecycleXml.kept("<LifecycleConfiguration>" + inside + "</LifecycleConfiguration>");
    }

    private static String rule(String inside) {
        return "<Rule>" + inside + "</Rule>";
    }

    private static final String HEAD = "<Status>Enabled</Status><Filter></Filter>";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MalformedXML | <Status>enabled</Status><Filter/><Expiration><Days>1</Days></Expiration>",
                "MalformedXML | <Status>Enabled</Status><Expiration><Days>1</Days></Expiration>",
                "MalformedXML | <Status>Enabled</Status><Filter/><Prefix/><Expiration><Days>1</Days></Expiration>",
                "InvalidRequest | <Status>Enabled</Status><Filter/>",
                "InvalidArgument | <Status>Enabled</Status><Filter/><Expiration><Days>0</Days></Expiration>",
                "InvalidArgument | <Status>Enabled</Status><Filter/><Expiration><Days>-1</Days></Expiration>",
                "MalformedXML | <Status>Enabled</Status><Filter/><Expiration><Days>x</Days></Expiration>",
                "MalformedXML | <Status>Enabled</Status><Filter/><Expiration></Expiration>",
                "MalformedXML | <Status>Enabled</Status><Filter/><Expiration><Days>1</Days><Date>2030-01-01</Date></Expiration>",
                "MalformedXML | <Status>Enabled</Status><Filter/><Expiration><Date>20200101</Date></Expiration>",
                "InvalidArgument | <Status>Enabled</Status><Filter/><Expiration><Date>2030-01-01T12:00:00Z</Date></Expiration>",
                "InvalidRequest | <Status>Enabled</Status><Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>",
                "InvalidRequest | <Status>Enabled</Status><Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>",
                "InvalidRequest | <Status>Enabled</Status><Filter><And><Tag><Key>a</Key><Value>b</Value></Tag><Tag><Key>a</Key><Value>c</Value></Tag></And></Filter><Expiration><Days>1</Days></Expiration>",
                "InvalidRequest | <Status>Enabled</Status><Filter><And><ObjectSizeGreaterThan>9</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter><Expiration><Days>1</Days></Expiration>",
                "InvalidArgument | <Status>Enabled</Status><Filter/><NoncurrentVersionExpiration><NoncurrentDays>0</NoncurrentDays></NoncurrentVersionExpiration>",
                "InvalidArgument | <Status>Enabled</Status><Filter/><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>101</NewerNoncurrentVersions></NoncurrentVersionExpiration>",
                "InvalidArgument | <Status>Enabled</Status><Filter/><AbortIncompleteMultipartUpload><DaysAfterInitiation>0</DaysAfterInitiation></AbortIncompleteMultipartUpload>",
                "MalformedXML | <Status>Enabled</Status><Filter/><Transition><Days>1</Days><StorageClass>CELLAR</StorageClass></Transition>",
                "MalformedXML | <Status>Enabled</Status><Filter/><Transition><StorageClass>GLACIER</StorageClass></Transition>",
                "InvalidRequest | <Status>Enabled</Status><Filter/><Transition><Date>2030-01-01</Date><StorageClass>GLACIER</StorageClass></Transition><Expiration><Days>9</Days></Expiration>",
                "InvalidArgument | <Status>Enabled</Status><Filter/><Transition><Days>9</Days><StorageClass>GLACIER</StorageClass></Transition><Expiration><Days>9</Days></Expiration>",
                "InvalidRequest | <Status>Enabled</Status><Filter/><Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition><Transition><Days>2</Days><StorageClass>GLACIER</StorageClass></Transition>"
            })
    void whatS3RefusesIsRefusedWithItsCode(String code, String inside) {
        assertThatThrownBy(() -> rules(rule(inside)))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void idsAreShortAndGivenOnceAndMadeWhereMissing() {
        String days = HEAD + "<Expiration><Days>1</Days></Expiration>";
        assertThatThrownBy(() -> rules(rule(days + "<ID>" + "a".repeat(256) + "</ID>")))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidArgument"));
        assertThatThrownBy(() -> rules(rule(days + "<ID>a</ID>").repeat(2)))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidArgument"));
        assertThat(rules(rule(days)).rules().getFirst().id()).isNotEmpty();
        assertThatThrownBy(() -> rules("")).isInstanceOf(S3Error.class);
    }

    @Test
    void whatIsKeptReadsAsItWasSent() {
        LifecycleRules all = rules(rule(
                        "<ID>1</ID><Status>Enabled</Status><Prefix>old/</Prefix>"
                                + "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>"
                                + "<NoncurrentVersionExpiration><NoncurrentDays>3</NoncurrentDays><NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration>"
                                + "<AbortIncompleteMultipartUpload><DaysAfterInitiation>4</DaysAfterInitiation></AbortIncompleteMultipartUpload>")
                + rule(
                        "<ID>2</ID><Status>Disabled</Status><Filter><And><Prefix>p&amp;/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag>"
                                + "<ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></And></Filter><Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration>"
                                + "<Transition><Date>2029-01-01T00:00:00Z</Date><StorageClass>GLACIER</StorageClass></Transition>"
                                + "<NoncurrentVersionTransition><NoncurrentDays>1</NoncurrentDays><StorageClass>DEEP_ARCHIVE</StorageClass></NoncurrentVersionTransition>")
                + rule("<ID>3</ID><Status>Enabled</Status><Filter></Filter><Expiration><Days>7</Days></Expiration>"));
        assertThat(LifecycleXml.kept(LifecycleXml.text(all))).isEqualTo(all);
    }
}
