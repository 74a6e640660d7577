package gedeon.storage.notebooks;

/** Roles, strongest first. ADMIN is held on the institution, DIRECTOR on a unit (and what lies below it), the others on a notebook. */
public enum Role {
    ADMIN,
    DIRECTOR,
    OWNER,
    MANAGER,
    CONTRIBUTOR,
    READER,
    /** An instrument's agent: adds to the notebook's raw data, reads, lists and deletes nothing. */
    AGENT
}
