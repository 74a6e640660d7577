package gedeon.storage.s3;

import java.util.Set;

/** All sub-resources of S3, also those not offered: a query parameter of another name is no sub-resource. */
public final class SubResources {
    private static final Set<String> ALL = Set.of(
            "abac",
            "accelerate",
            "acl",
            "analytics",
            "append",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metadataConfiguration",
            "metadataInventoryTable",
            "metadataJournalTable",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versioning",
            "versions",
            "website");

    private SubResources() {}

    public static boolean known(String parameter) {
        return ALL.contains(parameter);
    }
}
