package gedeon.storage.s3.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The facts that conditions may ask for. An unknown one is refused when the policy is put: a denial on it would never hold. */
final class ConditionKeys {
    static final String SOURCE_IP = "aws:sourceip";
    static final String PREFIX = "s3:prefix";
    static final String EXISTING_TAG = "s3:existingobjecttag/";
    static final String REQUEST_TAG = "s3:requestobjecttag/";
    static final String REQUEST_TAG_KEYS = "s3:requestobjecttagkeys";

    private static final Set<String> KNOWN = Set.of(
            SOURCE_IP,
            "aws:securetransport",
            "aws:referer",
            "aws:useragent",
            "aws:currenttime",
            "aws:epochtime",
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principaltype",
            "aws:userid",
            "aws:username",
            "s3:authtype",
            "s3:signatureversion",
            "s3:resourceaccount",
            PREFIX,
            "s3:delimiter",
            "s3:max-keys",
            "s3:versionid",
            "s3:if-match",
            "s3:if-none-match",
            "s3:x-amz-acl",
            "s3:x-amz-content-sha256",
            "s3:x-amz-copy-source",
            "s3:x-amz-metadata-directive",
            "s3:x-amz-grant-full-control",
            "s3:x-amz-grant-read",
            "s3:x-amz-grant-read-acp",
            "s3:x-amz-grant-write",
            "s3:x-amz-grant-write-acp",
            "s3:x-amz-object-ownership",
            "s3:x-amz-server-side-encryption",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "s3:x-amz-server-side-encryption-customer-algorithm",
            "s3:x-amz-storage-class",
            "s3:object-lock-mode",
            "s3:object-lock-retain-until-date",
            "s3:object-lock-legal-hold",
            REQUEST_TAG_KEYS);
    /** Fixed values of these tie a grant to places or persons: such a grant is not public. */
    private static final Set<String> TYING =
            Set.of(SOURCE_IP, "aws:principalarn", "aws:principalaccount", "aws:userid", "aws:username");

    private ConditionKeys() {}

    /** The key as facts know it: names have no case, keys of tags do. */
    static Optional<String> of(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return Optional.of(name.toLowerCase(Locale.ROOT)).filter(KNOWN::contains);
        }
        String family = name.substring(0, slash + 1).toLowerCase(Locale.ROOT);
        return (family.equals(EXISTING_TAG) || family.equals(REQUEST_TAG)) && slash < name.length() - 1
                ? Optional.of(family + name.substring(slash + 1))
                : Optional.empty();
    }

    static boolean ties(String key) {
        return TYING.contains(key);
    }
}
