package gedeon.storage.notebooks;

/** What may be asked of {@link Rights}. */
public enum Act {
    ADMINISTER,
    SEE_UNIT,
    CREATE_UNIT,
    CREATE_NOTEBOOK,
    SET_QUOTA,
    /** In which tiers a notebook's blobs lie, and how many copies: who answers for room answers for that. */
    SET_POLICY,
    SEE_NOTEBOOK,
    SEE_QUOTA,
    /** Asking the unit's director for more room of a notebook. */
    REQUEST_ROOM,
    MANAGE_MEMBERS,
    MANAGE_KEYS,
    CREATE_BUCKET,
    DELETE_BUCKET,
    /** Versioning, lock rules, lifecycle, notifications and the like of a bucket. */
    CONFIGURE_BUCKET,
    /** Making, renewing and withdrawing the keys that encrypt what a notebook stores: its content stays readable. */
    MANAGE_ENCRYPTION,
    /** Destroying them, which is a disposal. */
    DESTROY_KEYS,
    /** Closing a notebook to the public, whatever its buckets say. */
    MANAGE_CONFIDENTIALITY,
    /** Opening it again to what its buckets say. */
    END_CONFIDENTIALITY,
    /** Policies and access lists: letting others in. */
    GRANT_ACCESS,
    /** Putting a version under retention or legal hold, and lifting the hold. */
    LOCK_OBJECT,
    /** Removing or shortening what is under retention in GOVERNANCE. */
    BYPASS_RETENTION,
    /** Calling versions an aborted or test acquisition, and taking that back. */
    MARK_WASTE,
    /** Disposing of marked versions alone, while they are new and nothing is tied to them. */
    DISPOSE_OF_WASTE,
    /** Asking for the disposal of anything else. */
    REQUEST_DISPOSAL,
    /** Deciding on a disposal that another person asked for. */
    APPROVE_DISPOSAL,
    LIST_OBJECTS,
    READ_OBJECT,
    ADD_OBJECT,
    /** Putting a new object in the place of one, in a bucket that keeps no versions. */
    REPLACE_OBJECT,
    DELETE_OBJECT,
    DESCRIBE,
    SEE_PLAN,
    EDIT_PLAN,
    APPROVE_PLAN,
    REGISTER_INSTRUMENT,
    OPERATE
}
