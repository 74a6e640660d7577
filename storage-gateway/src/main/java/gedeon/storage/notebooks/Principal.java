package gedeon.storage.notebooks;

import java.util.Set;

/**
 * Who asks: an account with what it holds. An access key's or an agent's principal holds exactly what the key was given, never more.
 *
 * @param id of the account; 0 for {@link #ANONYMOUS}
 */
public record Principal(long id, String name, Kind kind, Set<Grant> grants) {
    public static final Principal ANONYMOUS = new Principal(0, "anonymous", Kind.ANONYMOUS, Set.of());

    public enum Kind {
        PERSON,
        AGENT,
        ANONYMOUS
    }

    /** A role held on the institution, a unit or a notebook. */
    public record Grant(Role role, On on) {}
}
