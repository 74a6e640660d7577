package gedeon.storage.s3.access;

/** To whom an access list gives: a notebook, or one of S3's two groups of everybody. */
public sealed interface Grantee {
    record Notebook(int id) implements Grantee {}

    /** Everybody, signed or not. */
    record AllUsers() implements Grantee {}

    /** Everybody who has a key of some notebook. */
    record AuthenticatedUsers() implements Grantee {}

    Grantee ALL_USERS = new AllUsers();
    Grantee AUTHENTICATED_USERS = new AuthenticatedUsers();

    /** S3 calls both groups public: a key is easily had. */
    default boolean isPublic() {
        return !(this instanceof Notebook);
    }

    default boolean holds(Caller caller) {
        return switch (this) {
            case Notebook notebook -> !caller.anonymous() && caller.notebook() == notebook.id();
            case AllUsers all -> true;
            case AuthenticatedUsers signed -> !caller.anonymous();
        };
    }
}
