package gedeon.storage.s3.access;

import static gedeon.storage.s3.access.Asking.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.S3Error;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy may say, and that all else is refused with its place. */
class PolicyReaderTests {
    private static String with(String element) {
        return statements("{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*',"
                + element + "}");
    }

    private static void refused(String policy, String place) {
        assertThatThrownBy(() -> PolicyReader.read(policy, "data")).isInstanceOfSatisfying(S3Error.class, error -> {
            assertThat(error.code()).isEqualTo("MalformedPolicy");
            assertThat(error.status()).isEqualTo(400);
            assertThat(error.getMessage()).startsWith(place);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Colour':'red'                                        | Statement[0].Colour",
                "'Condition':{'StringAlike':{'aws:Referer':'x'}}       | Statement[0].Condition.StringAlike",
                "'Condition':{'NullIfExists':{'aws:Referer':'true'}}   | Statement[0].Condition.NullIfExists",
                "'Condition':{'ForSome:StringLike':{'aws:Referer':'x'}} | Statement[0].Condition.ForSome:StringLike",
                "'Condition':{'StringLike':{'aws:SourceVpc':'x'}}      | Statement[0].Condition.StringLike.aws:SourceVpc",
                "'Condition':{'StringLike':{'s3:ExistingObjectTag/':'x'}} | Statement[0].Condition.StringLike.s3:ExistingObjectTag/",
                "'Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/33'}} | Statement[0].Condition.IpAddress.aws:SourceIp",
                "'Condition':{'IpAddress':{'aws:SourceIp':'example.org'}} | Statement[0].Condition.IpAddress.aws:SourceIp",
                "'Condition':{'DateLessThan':{'aws:CurrentTime':'soon'}} | Statement[0].Condition.DateLessThan.aws:CurrentTime",
                "'Condition':{'Bool':{'aws:SecureTransport':'perhaps'}} | Statement[0].Condition.Bool.aws:SecureTransport",
                "'Condition':{'StringLike':{'aws:Referer':[]}}         | Statement[0].Condition.StringLike.aws:Referer",
                "'Condition':{'StringLike':{'aws:Referer':{'a':1}}}    | Statement[0].Condition.StringLike.aws:Referer",
                "'Condition':{'StringEquals':{'aws:username':'${aws:username}'}} | Statement[0].Condition.StringEquals.aws:username",
                "'Condition':[]                                        | Statement[0].Condition",
                "'NotAction':'s3:PutObject'                            | Statement[0]",
                "'Sid':5                                               | Statement[0].Sid"
            })
    void whatIsNotUnderstoodIsRefusedWithItsPlace(String element, String place) {
        refused(with(element), place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Effect':'Maybe','Principal':'*','Action':'s3:*','Resource':'*'} | Statement[0].Effect",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*'} | Statement[0]",
                "{'Effect':'Allow','Principal':'bob','Action':'s3:*','Resource':'*'} | Statement[0].Principal",
                "{'Effect':'Allow','Principal':{'AWS':'bob'},'Action':'s3:*','Resource':'*'} | Statement[0].Principal.AWS",
                "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::000000000002:*'},'Action':'s3:*','Resource':'*'} | Statement[0].Principal.AWS",
                "{'Effect':'Allow','Principal':{'Service':'x'},'Action':'s3:*','Resource':'*'} | Statement[0].Principal.Service",
                "{'Effect':'Allow','Principal':{},'Action':'s3:*','Resource':'*'} | Statement[0].Principal",
                "{'Effect':'Allow','NotPrincipal':{'AWS':'000000000002'},'Action':'s3:*','Resource':'*'} | Statement[0].NotPrincipal",
                "{'Effect':'Deny','Principal':'*','Action':'s3:GetObjct','Resource':'*'} | Statement[0].Action",
                "{'Effect':'Deny','Principal':'*','Action':'ec2:*','Resource':'*'} | Statement[0].Action",
                "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::other/*'} | Statement[0].Resource",
                "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'data/*'} | Statement[0].Resource",
                "{'Effect':'Deny','Principal':'*','Action':[],'Resource':'*'} | Statement[0].Action",
                "5 | Statement[0]"
            })
    void aStatementIsWholeAndOfThisBucket(String statement, String place) {
        refused(statements(statement), place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} {}",
                "null",
                "{\"Version\":\"2012-10-17\"}",
                "{\"Version\":\"2020-01-01\",\"Statement\":[]}",
                "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
                "{\"Statement\":[],\"Statement\":[]}"
            })
    void whatIsNoPolicyIsRefused(String text) {
        assertThatThrownBy(() -> PolicyReader.read(text, "data"))
                .isInstanceOfSatisfying(
                        S3Error.class, error -> assertThat(error.code()).isEqualTo("MalformedPolicy"));
    }

    @Test
    void aPolicyIsBounded() {
        refused(with("'Sid':'" + "x".repeat(20 << 10) + "'"), "policy");
        refused("[".repeat(10_000), "policy");
        refused(
                statements("{'Sid':'a','Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'},"
                        + "{'Sid':'a','Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}"),
                "Statement[1].Sid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Condition':{'StringLikeIfExists':{'aws:Referer':'https://lab.example/*'}}",
                "'Condition':{'ForAnyValue:StringEquals':{'s3:RequestObjectTagKeys':['a','b']}}",
                "'Condition':{'NumericLessThanEquals':{'s3:max-keys':10}}",
                "'Condition':{'Bool':{'aws:SecureTransport':true}}",
                "'Condition':{'DateGreaterThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}}",
                "'Condition':{'Null':{'s3:x-amz-server-side-encryption':'true'}}"
            })
    void theseAreUnderstood(String element) {
        assertThatCode(() -> PolicyReader.read(with(element), "data")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Sid':'all'                                                | true",
                "'Condition':{'StringLike':{'aws:Referer':'https://x/*'}}   | true",
                "'Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}    | false",
                "'Condition':{'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}}     | true",
                "'Condition':{'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}} | true",
                "'Condition':{'IpAddressIfExists':{'aws:SourceIp':'10.0.0.0/8'}} | true",
                "'Condition':{'StringEquals':{'aws:PrincipalAccount':'000000000002'}} | false",
                "'Condition':{'StringLike':{'aws:PrincipalAccount':'0000*'}} | true"
            })
    void publicMeansEverybodyWithoutTies(String element, boolean open) {
        assertThat(PolicyReader.read(with(element), "data").isPublic()).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "a*c, abbbc, true",
        "a*c, abbbd, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*a*b*, xaxbx, true",
        "abc, abc, true",
        "abc, abcd, false"
    })
    void patternsFitWholeTexts(String pattern, String text, boolean fits) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(fits);
    }

    @Test
    void negationAndAbsenceAreAsIamHasThem() {
        Facts none = Facts.NONE;
        Facts two = key -> List.of("a", "b");
        assertThat(condition(Operator.STRING_EQUALS, Condition.Each.ONE, false).holds(none))
                .isFalse();
        assertThat(condition(Operator.STRING_NOT_EQUALS, Condition.Each.ONE, false)
                        .holds(none))
                .isTrue();
        assertThat(condition(Operator.STRING_EQUALS, Condition.Each.ONE, true).holds(none))
                .isTrue();
        assertThat(condition(Operator.STRING_EQUALS, Condition.Each.FOR_ALL, false)
                        .holds(none))
                .isTrue();
        assertThat(condition(Operator.STRING_NOT_EQUALS, Condition.Each.FOR_ANY, false)
                        .holds(none))
                .isFalse();
        assertThat(condition(Operator.STRING_EQUALS, Condition.Each.FOR_ANY, false)
                        .holds(two))
                .isTrue();
        assertThat(condition(Operator.STRING_EQUALS, Condition.Each.FOR_ALL, false)
                        .holds(two))
                .isFalse();
        assertThat(condition(Operator.STRING_NOT_EQUALS, Condition.Each.ONE, false)
                        .holds(two))
                .isFalse();
    }

    private static Condition condition(Operator operator, Condition.Each each, boolean ifExists) {
        return new Condition(operator, each, ifExists, "aws:referer", List.of("a"));
    }

    @Test
    void anAccessListKeepsItsText() {
        Acl acl = new Acl(List.of(
                new Acl.Grant(Permission.FULL_CONTROL, new Grantee.Notebook(12)),
                new Acl.Grant(Permission.READ, Grantee.ALL_USERS),
                new Acl.Grant(Permission.READ_ACP, Grantee.AUTHENTICATED_USERS)));
        assertThat(acl.text(12)).isEqualTo("READ all;READ_ACP signed;FULL_CONTROL 12");
        assertThat(Acl.read(acl.text(12), 12)).isEqualTo(acl);
        assertThat(Acl.ofOwner(12).text(12)).isNull();
        assertThat(Acl.read("", 12).grants()).isEmpty();
    }
}
