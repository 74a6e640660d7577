package gedeon.storage.s3.access;

import static gedeon.storage.s3.access.Asking.OTHER;
import static gedeon.storage.s3.access.Asking.OWN;
import static gedeon.storage.s3.access.Asking.allow;
import static gedeon.storage.s3.access.Asking.anonymous;
import static gedeon.storage.s3.access.Asking.deny;
import static gedeon.storage.s3.access.Asking.key;
import static gedeon.storage.s3.access.Asking.statement;
import static gedeon.storage.s3.access.Asking.statements;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.notebooks.Role;
import gedeon.storage.s3.Ownership;
import gedeon.storage.s3.access.Acl.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Roles, policy, access lists and blocks together, without anything around them. */
class EvaluatorTests {
    private static final String EVERYBODY = "'*'";
    private static final String NOTEBOOK_2 = "{'AWS':'arn:aws:iam::000000000002:root'}";
    private static final Acl READ_BY_ALL = CannedAcl.PUBLIC_READ.list(OWN, OWN);

    @ParameterizedTest
    @CsvSource({
        "OWNER,       GET_OBJECT,        true",
        "READER,      GET_OBJECT,        true",
        "READER,      PUT_OBJECT,        false",
        "CONTRIBUTOR, PUT_OBJECT,        true",
        "CONTRIBUTOR, PUT_OBJECT_ACL,    false",
        "CONTRIBUTOR, PUT_BUCKET_POLICY, false",
        "MANAGER,     PUT_BUCKET_POLICY, true",
        "MANAGER,     BYPASS_GOVERNANCE, false",
        "OWNER,       BYPASS_GOVERNANCE, true",
        "AGENT,       PUT_OBJECT,        true",
        "AGENT,       GET_OBJECT,        false"
    })
    void aRoleOfTheNotebookIsEnough(Role role, S3Action action, boolean allowed) {
        assertThat(Asking.start().by(key(OWN, role, "ada")).of(action).allowed())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @EnumSource(S3Action.class)
    void withoutAnyGrantNobodyElseGetsIn(S3Action action) {
        for (Ownership ownership : Ownership.values()) {
            Asking asked = Asking.start().of(action).where(ownership);
            assertThat(asked.by(key(OTHER, Role.OWNER, "bob")).allowed()).isFalse();
            assertThat(asked.by(anonymous()).allowed()).isFalse();
        }
    }

    @Test
    void aPolicyLetsANotebookInAndItsPrefixEnds() {
        Asking asked = Asking.start().policy(statements(allow(NOTEBOOK_2, "s3:GetObject", "data/raw/*")));
        assertThat(asked.allowed()).isTrue();
        assertThat(asked.about("private/a.csv").allowed()).isFalse();
        assertThat(asked.of(S3Action.GET_OBJECT_TAGGING).allowed()).isFalse();
        assertThat(asked.by(key(3, Role.OWNER, "eve")).allowed()).isFalse();
        assertThat(asked.by(anonymous()).allowed()).isFalse();
    }

    @Test
    void aPolicyNamesAPersonOfANotebook() {
        Asking asked = Asking.start()
                .policy(statements(
                        allow("{'AWS':'arn:aws:iam::000000000001:user/ada'}", "s3:DeleteObject", "data/scratch/*")))
                .of(S3Action.DELETE_OBJECT)
                .about("scratch/x");
        assertThat(asked.by(key(OWN, Role.READER, "ada")).allowed()).isTrue();
        assertThat(asked.by(key(OWN, Role.READER, "eve")).allowed()).isFalse();
        assertThat(asked.by(key(OTHER, Role.OWNER, "ada")).allowed()).isFalse();
    }

    @Test
    void aDenialWinsOverRolePolicyAndList() {
        String both = statements(allow(EVERYBODY, "s3:*", "data/*"), deny(EVERYBODY, "s3:GetObject", "data/raw/*"));
        Asking asked =
                Asking.start().policy(both).where(Ownership.OBJECT_WRITER).object(OWN, READ_BY_ALL);
        assertThat(asked.by(key(OWN, Role.OWNER, "ada")).decide())
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.explicit()).isTrue());
        assertThat(asked.allowed()).isFalse();
        assertThat(asked.about("other/a.csv").allowed()).isTrue();
    }

    @Test
    void nobodyLocksHisNotebookOut() {
        Asking asked =
                Asking.start().policy(statements(deny(EVERYBODY, "*", "data"))).about(null);
        for (S3Action action :
                List.of(S3Action.GET_BUCKET_POLICY, S3Action.PUT_BUCKET_POLICY, S3Action.DELETE_BUCKET_POLICY)) {
            assertThat(asked.by(key(OWN, Role.MANAGER, "ada")).of(action).allowed())
                    .isTrue();
            assertThat(asked.by(key(OWN, Role.CONTRIBUTOR, "ada")).of(action).allowed())
                    .isFalse();
        }
        assertThat(asked.by(key(OWN, Role.OWNER, "ada"))
                        .of(S3Action.LIST_BUCKET)
                        .allowed())
                .isFalse();
    }

    @Test
    void whoLetsOthersInIsDecidedInTheNotebookAlone() {
        Asking asked = Asking.start()
                .policy(statements(allow(EVERYBODY, "*", "data"), allow(EVERYBODY, "*", "data/*")))
                .by(key(OTHER, Role.OWNER, "bob"));
        assertThat(asked.of(S3Action.PUT_BUCKET_POLICY).allowed()).isFalse();
        assertThat(asked.of(S3Action.PUT_PUBLIC_ACCESS_BLOCK).allowed()).isFalse();
        assertThat(asked.of(S3Action.BYPASS_GOVERNANCE).allowed()).isFalse();
        assertThat(asked.of(S3Action.PUT_BUCKET_ACL).allowed()).isTrue();
        assertThat(asked.by(anonymous()).of(S3Action.PUT_BUCKET_ACL).allowed()).isFalse();
        assertThat(asked.by(anonymous()).of(S3Action.PUT_OBJECT).allowed()).isTrue();
    }

    @Test
    void aKeyGainsNoMoreThanItsOwnRoleKnows() {
        Asking asked = Asking.start()
                .policy(statements(allow(EVERYBODY, "s3:*", "data/*")))
                .of(S3Action.PUT_OBJECT);
        assertThat(asked.by(key(OTHER, Role.READER, "bob")).allowed()).isFalse();
        assertThat(asked.by(key(OTHER, Role.CONTRIBUTOR, "bob")).allowed()).isTrue();
    }

    @Test
    void accessListsCountWhereTheBucketHasThem() {
        Asking asked = Asking.start().object(OWN, READ_BY_ALL);
        assertThat(asked.by(anonymous()).allowed()).isFalse();
        Asking lists = asked.where(Ownership.OBJECT_WRITER);
        assertThat(lists.by(anonymous()).allowed()).isTrue();
        assertThat(lists.allowed()).isTrue();
        assertThat(lists.block(new PublicAccessBlock(false, true, false, false)).allowed())
                .isFalse();
        Acl signed = CannedAcl.AUTHENTICATED_READ.list(OWN, OWN);
        assertThat(lists.object(OWN, signed).allowed()).isTrue();
        assertThat(lists.object(OWN, signed).by(anonymous()).allowed()).isFalse();
        Acl named = new Acl(List.of(new Grant(Permission.READ, new Grantee.Notebook(OTHER))));
        assertThat(lists.object(OWN, named).allowed()).isTrue();
        assertThat(lists.object(OWN, named).block(PublicAccessBlock.ALL).allowed())
                .isTrue();
        assertThat(lists.object(OWN, named).by(key(3, Role.OWNER, "eve")).allowed())
                .isFalse();
    }

    @Test
    void whatAnotherNotebookOwnsTheBucketsNotebookNeitherReadsNorGives() {
        Asking asked = Asking.start()
                .where(Ownership.OBJECT_WRITER)
                .object(OTHER, Acl.ofOwner(OTHER))
                .policy(statements(allow(EVERYBODY, "s3:GetObject*", "data/*")));
        Caller own = key(OWN, Role.OWNER, "ada");
        assertThat(asked.by(own).allowed()).isFalse();
        assertThat(asked.by(own).of(S3Action.DELETE_OBJECT).allowed()).isTrue();
        assertThat(asked.by(own)
                        .object(OTHER, CannedAcl.BUCKET_OWNER_READ.list(OTHER, OWN))
                        .allowed())
                .isTrue();
        assertThat(asked.allowed()).isTrue();
        assertThat(asked.by(key(3, Role.OWNER, "eve")).allowed()).isFalse();
        assertThat(asked.where(Ownership.BUCKET_OWNER_ENFORCED).by(own).allowed())
                .isTrue();
    }

    @Test
    void conditionsOfPlaceAndTransportHold() {
        Asking asked = Asking.start()
                .by(anonymous())
                .policy(statements(statement(
                        "Allow", EVERYBODY, "s3:GetObject", "data/*", "{'IpAddress':{'aws:SourceIp':'10.1.0.0/16'}}")));
        assertThat(asked.saying("aws:sourceip", "10.1.2.3").allowed()).isTrue();
        assertThat(asked.saying("aws:sourceip", "10.2.2.3").allowed()).isFalse();
        assertThat(asked.saying("aws:sourceip", "::1").allowed()).isFalse();
        Asking tls = Asking.start()
                .by(key(OWN, Role.OWNER, "ada"))
                .policy(statements(
                        statement("Deny", EVERYBODY, "s3:*", "data/*", "{'Bool':{'aws:SecureTransport':'false'}}")));
        assertThat(tls.saying("aws:securetransport", "false").allowed()).isFalse();
        assertThat(tls.saying("aws:securetransport", "true").allowed()).isTrue();
    }

    @Test
    void aPublicPolicyLetsNobodyInWherePublicBucketsAreRestricted() {
        Asking asked = Asking.start()
                .policy(statements(allow(EVERYBODY, "s3:GetObject", "data/*")))
                .block(new PublicAccessBlock(false, false, false, true));
        assertThat(asked.by(anonymous()).allowed()).isFalse();
        assertThat(asked.allowed()).isFalse();
        assertThat(asked.by(key(OWN, Role.READER, "ada")).allowed()).isTrue();
        assertThat(asked.policy(statements(allow(NOTEBOOK_2, "s3:GetObject", "data/*")))
                        .allowed())
                .isTrue();
    }

    @Test
    void whoDoesNotSignIsThePublicHoweverNarrowThePolicyThatNamesHisPlace() {
        Asking asked = Asking.start()
                .by(anonymous())
                .saying("aws:sourceip", "10.1.2.3")
                .policy(statements(statement(
                        "Allow", EVERYBODY, "s3:GetObject", "data/*", "{'IpAddress':{'aws:SourceIp':'10.1.0.0/16'}}")));
        assertThat(asked.allowed()).isTrue();
        assertThat(asked.block(new PublicAccessBlock(false, false, false, true)).allowed())
                .isFalse();
        assertThat(asked.block(PublicAccessBlock.ALL).allowed()).isFalse();
        assertThat(asked.by(key(OTHER, Role.READER, "bob"))
                        .block(PublicAccessBlock.ALL)
                        .allowed())
                .isTrue();
    }

    @Test
    void whoMayWriteByAListMayTagWhatHeWritesAndNothingThatIsThere() {
        Asking asked = Asking.start()
                .by(anonymous())
                .of(S3Action.PUT_OBJECT_TAGGING)
                .where(Ownership.OBJECT_WRITER)
                .bucketAcl(CannedAcl.PUBLIC_READ_WRITE.list(OWN, OWN));
        assertThat(asked.allowed()).isFalse();
        assertThat(asked.nothingThere().allowed()).isTrue();
        assertThat(asked.nothingThere().by(key(OWN, Role.AGENT, "nmr")).allowed())
                .isFalse();
    }

    /** Whatever a bucket says: seeded, so that what fails fails again. */
    @Test
    void theRulesHoldWhateverABucketSays() {
        Random random = new Random(20261125);
        for (int i = 0; i < 20_000; i++) {
            Asking asked = anything(random);
            Asking silent = asked.policy(null).bucketAcl(Acl.ofOwner(OWN)).object(OWN, Acl.ofOwner(OWN));
            boolean allowed = asked.allowed();
            Policy policy = asked.policy() == null ? null : PolicyReader.read(asked.policy(), "data");
            boolean ownPolicy = asked.action().iam().endsWith("BucketPolicy")
                    && asked.caller().notebook() == OWN
                    && silent.allowed();
            String resource = asked.action().onObject() ? "arn:aws:s3:::data/raw/a.csv" : "arn:aws:s3:::data";
            if (policy != null
                    && policy.denies(asked.caller(), asked.action().iam(), resource, Facts.NONE)
                    && !ownPolicy) {
                assertThat(allowed).as("denied, yet let in: %s", asked).isFalse();
            }
            if (asked.caller().agent()) {
                assertThat(allowed && !silent.allowed())
                        .as("an agent gained: %s", asked)
                        .isFalse();
            }
            if (asked.caller().anonymous()) {
                assertThat(asked.block(PublicAccessBlock.ALL).allowed())
                        .as("public in a confidential notebook: %s", asked)
                        .isFalse();
            }
        }
    }

    private static Asking anything(Random random) {
        Caller[] callers = {
            anonymous(),
            key(OWN, Role.OWNER, "ada"),
            key(OWN, Role.READER, "ada"),
            key(OWN, Role.AGENT, "lc-ms"),
            key(OTHER, Role.OWNER, "bob"),
            key(OTHER, Role.READER, "bob"),
            key(OTHER, Role.AGENT, "nmr")
        };
        S3Action[] actions = S3Action.values();
        Asking asked = Asking.start()
                .by(callers[random.nextInt(callers.length)])
                .of(actions[random.nextInt(actions.length)])
                .where(Ownership.values()[random.nextInt(3)])
                .bucketAcl(list(random))
                .object(1 + random.nextInt(2), list(random))
                .block(PublicAccessBlock.read(
                        "" + random.nextInt(2) + random.nextInt(2) + random.nextInt(2) + random.nextInt(2)));
        return random.nextInt(4) == 0 ? asked : asked.policy(policy(random, actions));
    }

    private static Acl list(Random random) {
        Grantee[] to = {
            Grantee.ALL_USERS, Grantee.AUTHENTICATED_USERS, new Grantee.Notebook(OWN), new Grantee.Notebook(OTHER)
        };
        List<Grant> grants = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            grants.add(new Grant(Permission.values()[random.nextInt(5)], to[random.nextInt(to.length)]));
        }
        return new Acl(grants);
    }

    private static String policy(Random random, S3Action[] actions) {
        String[] who = {EVERYBODY, NOTEBOOK_2, "{'AWS':'000000000001'}", "{'AWS':['*','000000000003']}"};
        String[] where = {"data", "data/*", "data/raw/*", "*", "data/raw/a.cs?"};
        String[] statements = new String[1 + random.nextInt(3)];
        for (int i = 0; i < statements.length; i++) {
            String action = random.nextInt(3) == 0 ? "s3:*" : actions[random.nextInt(actions.length)].iam();
            statements[i] = statement(
                    random.nextInt(3) == 0 ? "Deny" : "Allow",
                    who[random.nextInt(who.length)],
                    action,
                    where[random.nextInt(where.length)],
                    "");
        }
        return statements(statements);
    }
}
