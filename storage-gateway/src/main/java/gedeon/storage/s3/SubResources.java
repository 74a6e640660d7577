package gedeon.storage.s3;

import java.util.Set;

/** All sub-resources of S3 and Gédéon's own, also those not offered: a query parameter of another name is no sub-resource. */
public final class SubResources {
    /** Gédéon's own: many objects in one request. */
    static final String PACK = "gedeon-pack";

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
            PACK,
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
