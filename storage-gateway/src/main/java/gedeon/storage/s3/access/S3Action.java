package gedeon.storage.s3.access;

import gedeon.storage.notebooks.Act;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What a request wants to do: IAM's name of it, which policies speak of, and the act that a role of the notebook must allow. */
public enum S3Action {
    LIST_BUCKETS("s3:ListAllMyBuckets", Act.LIST_OBJECTS),
    CREATE_BUCKET("s3:CreateBucket", Act.CREATE_BUCKET),
    DELETE_BUCKET("s3:DeleteBucket", Act.DELETE_BUCKET),
    LIST_BUCKET("s3:ListBucket", Act.LIST_OBJECTS),
    LIST_VERSIONS("s3:ListBucketVersions", Act.LIST_OBJECTS),
    LIST_UPLOADS("s3:ListBucketMultipartUploads", Act.LIST_OBJECTS),
    GET_LOCATION("s3:GetBucketLocation", Act.LIST_OBJECTS),
    GET_VERSIONING("s3:GetBucketVersioning", Act.LIST_OBJECTS),
    PUT_VERSIONING("s3:PutBucketVersioning", Act.CONFIGURE_BUCKET),
    GET_LOCK_CONFIGURATION("s3:GetBucketObjectLockConfiguration", Act.LIST_OBJECTS),
    PUT_LOCK_CONFIGURATION("s3:PutBucketObjectLockConfiguration", Act.CONFIGURE_BUCKET),
    GET_BUCKET_TAGGING("s3:GetBucketTagging", Act.LIST_OBJECTS),
    PUT_BUCKET_TAGGING("s3:PutBucketTagging", Act.CONFIGURE_BUCKET),
    GET_CORS("s3:GetBucketCORS", Act.LIST_OBJECTS),
    PUT_CORS("s3:PutBucketCORS", Act.CONFIGURE_BUCKET),
    GET_LIFECYCLE("s3:GetLifecycleConfiguration", Act.LIST_OBJECTS),
    PUT_LIFECYCLE("s3:PutLifecycleConfiguration", Act.CONFIGURE_BUCKET),
    GET_NOTIFICATION("s3:GetBucketNotification", Act.LIST_OBJECTS),
    PUT_NOTIFICATION("s3:PutBucketNotification", Act.CONFIGURE_BUCKET),
    GET_ENCRYPTION("s3:GetEncryptionConfiguration", Act.LIST_OBJECTS),
    PUT_ENCRYPTION("s3:PutEncryptionConfiguration", Act.CONFIGURE_BUCKET),
    GET_BUCKET_POLICY("s3:GetBucketPolicy", Act.GRANT_ACCESS),
    PUT_BUCKET_POLICY("s3:PutBucketPolicy", Act.GRANT_ACCESS),
    DELETE_BUCKET_POLICY("s3:DeleteBucketPolicy", Act.GRANT_ACCESS),
    GET_POLICY_STATUS("s3:GetBucketPolicyStatus", Act.LIST_OBJECTS),
    GET_PUBLIC_ACCESS_BLOCK("s3:GetBucketPublicAccessBlock", Act.LIST_OBJECTS),
    PUT_PUBLIC_ACCESS_BLOCK("s3:PutBucketPublicAccessBlock", Act.GRANT_ACCESS),
    GET_OWNERSHIP("s3:GetBucketOwnershipControls", Act.LIST_OBJECTS),
    PUT_OWNERSHIP("s3:PutBucketOwnershipControls", Act.GRANT_ACCESS),
    GET_BUCKET_ACL("s3:GetBucketAcl", Act.LIST_OBJECTS),
    PUT_BUCKET_ACL("s3:PutBucketAcl", Act.GRANT_ACCESS),
    GET_OBJECT("s3:GetObject", Act.READ_OBJECT),
    GET_OBJECT_VERSION("s3:GetObjectVersion", Act.READ_OBJECT),
    GET_OBJECT_ATTRIBUTES("s3:GetObjectAttributes", Act.READ_OBJECT),
    GET_VERSION_ATTRIBUTES("s3:GetObjectVersionAttributes", Act.READ_OBJECT),
    PUT_OBJECT("s3:PutObject", Act.ADD_OBJECT),
    DELETE_OBJECT("s3:DeleteObject", Act.DELETE_OBJECT),
    DELETE_OBJECT_VERSION("s3:DeleteObjectVersion", Act.DELETE_OBJECT),
    ABORT_UPLOAD("s3:AbortMultipartUpload", Act.ADD_OBJECT),
    LIST_PARTS("s3:ListMultipartUploadParts", Act.ADD_OBJECT),
    GET_OBJECT_TAGGING("s3:GetObjectTagging", Act.READ_OBJECT),
    GET_VERSION_TAGGING("s3:GetObjectVersionTagging", Act.READ_OBJECT),
    PUT_OBJECT_TAGGING("s3:PutObjectTagging", Act.DESCRIBE),
    PUT_VERSION_TAGGING("s3:PutObjectVersionTagging", Act.DESCRIBE),
    DELETE_OBJECT_TAGGING("s3:DeleteObjectTagging", Act.DESCRIBE),
    DELETE_VERSION_TAGGING("s3:DeleteObjectVersionTagging", Act.DESCRIBE),
    GET_OBJECT_ACL("s3:GetObjectAcl", Act.READ_OBJECT),
    GET_VERSION_ACL("s3:GetObjectVersionAcl", Act.READ_OBJECT),
    PUT_OBJECT_ACL("s3:PutObjectAcl", Act.GRANT_ACCESS),
    PUT_VERSION_ACL("s3:PutObjectVersionAcl", Act.GRANT_ACCESS),
    GET_RETENTION("s3:GetObjectRetention", Act.READ_OBJECT),
    PUT_RETENTION("s3:PutObjectRetention", Act.LOCK_OBJECT),
    GET_LEGAL_HOLD("s3:GetObjectLegalHold", Act.READ_OBJECT),
    PUT_LEGAL_HOLD("s3:PutObjectLegalHold", Act.LOCK_OBJECT),
    RESTORE_OBJECT("s3:RestoreObject", Act.DESCRIBE),
    BYPASS_GOVERNANCE("s3:BypassGovernanceRetention", Act.BYPASS_RETENTION);

    /** Names that policies of other stores use and that nothing here asks for. */
    private static final List<String> NOT_ASKED = List.of(
            "s3:GetAccelerateConfiguration",
            "s3:PutAccelerateConfiguration",
            "s3:GetAnalyticsConfiguration",
            "s3:PutAnalyticsConfiguration",
            "s3:GetBucketLogging",
            "s3:PutBucketLogging",
            "s3:GetBucketRequestPayment",
            "s3:PutBucketRequestPayment",
            "s3:GetBucketWebsite",
            "s3:PutBucketWebsite",
            "s3:DeleteBucketWebsite",
            "s3:GetIntelligentTieringConfiguration",
            "s3:PutIntelligentTieringConfiguration",
            "s3:GetInventoryConfiguration",
            "s3:PutInventoryConfiguration",
            "s3:GetMetricsConfiguration",
            "s3:PutMetricsConfiguration",
            "s3:GetReplicationConfiguration",
            "s3:PutReplicationConfiguration",
            "s3:GetObjectTorrent",
            "s3:GetObjectVersionTorrent",
            "s3:GetObjectVersionForReplication",
            "s3:ReplicateObject",
            "s3:ReplicateDelete",
            "s3:ReplicateTags");
    /** Those from GetObject on are asked of objects, those before of the bucket. */
    private static final Set<S3Action> OF_OBJECTS = EnumSet.range(GET_OBJECT, BYPASS_GOVERNANCE);

    private final String iam;
    private final Act act;

    S3Action(String iam, Act act) {
        this.iam = iam;
        this.act = act;
    }

    public String iam() {
        return iam;
    }

    public Act act() {
        return act;
    }

    /** Whether a policy names an object as its resource. */
    public boolean onObject() {
        return OF_OBJECTS.contains(this);
    }

    /** Whether a policy's pattern names any action of S3. */
    static boolean anyOf(String pattern) {
        return Stream.concat(Arrays.stream(values()).map(S3Action::iam), NOT_ASKED.stream())
                .anyMatch(name -> Glob.matches(pattern.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)));
    }
}
