package gedeon.storage.s3.access;

import gedeon.storage.s3.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access list: who was given what on a bucket or an object. Groups stand first, as S3 shows them; the order is kept otherwise.
 *
 * <p>As a text, one grant after the other: {@code READ all;READ signed;FULL_CONTROL 12}, the figure being a notebook's id. No text at all means that the
 * owner alone has everything.
 */
public record Acl(List<Grant> grants) {
    /** S3's bound. */
    public static final int MOST = 100;

    /** A list that is said names its owner like any other. */
    private static final Parsed<Acl> KEPT = new Parsed<>(text -> read(text, 0));

    public record Grant(Permission permission, Grantee grantee) {}

    public Acl {
        if (grants.size() > MOST) {
            throw new IllegalArgumentException("an access list has at most " + MOST + " grants, was " + grants.size());
        }
        List<Grant> sorted = new ArrayList<>();
        grants.stream().filter(one -> one.grantee().isPublic()).forEach(sorted::add);
        grants.stream().filter(one -> !one.grantee().isPublic()).forEach(sorted::add);
        grants = List.copyOf(sorted);
    }

    public static Acl ofOwner(int owner) {
        return new Acl(List.of(new Grant(Permission.FULL_CONTROL, new Grantee.Notebook(owner))));
    }

    /** Whether everybody, or everybody with a key, is given anything. */
    public boolean isPublic() {
        return grants.stream().anyMatch(one -> one.grantee().isPublic());
    }

    /** Whether nobody is given anything but these two notebooks: the owner of what is written and that of its bucket. */
    public boolean staysWith(int owner, int bucketOwner) {
        return grants.stream()
                .map(Grant::grantee)
                .allMatch(one ->
                        one.equals(new Grantee.Notebook(owner)) || one.equals(new Grantee.Notebook(bucketOwner)));
    }

    boolean gives(Caller caller, Permission asked, boolean ignorePublic) {
        return grants.stream()
                .filter(one -> !(ignorePublic && one.grantee().isPublic()))
                .anyMatch(one -> one.permission().gives(asked) && one.grantee().holds(caller));
    }

    /** @return null where the owner alone has everything */
    public @Nullable String text(int owner) {
        if (equals(ofOwner(owner))) {
            return null;
        }
        List<String> all = new ArrayList<>();
        for (Grant one : grants) {
            String to = switch (one.grantee()) {
                case Grantee.Notebook notebook -> Integer.toString(notebook.id());
                case Grantee.AllUsers group -> "all";
                case Grantee.AuthenticatedUsers group -> "signed";
            };
            all.add(one.permission() + " " + to);
        }
        return String.join(";", all);
    }

    /** The list that a bucket or a version keeps. */
    static Acl kept(@Nullable String text, int owner) {
        return text == null ? ofOwner(owner) : KEPT.of(text);
    }

    /** @param text as {@link #text} wrote it */
    public static Acl read(@Nullable String text, int owner) {
        if (text == null) {
            return ofOwner(owner);
        }
        List<Grant> grants = new ArrayList<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            int space = one.indexOf(' ');
            String to = one.substring(space + 1);
            Grantee grantee = switch (to) {
                case "all" -> Grantee.ALL_USERS;
                case "signed" -> Grantee.AUTHENTICATED_USERS;
                default -> new Grantee.Notebook(Integer.parseInt(to));
            };
            grants.add(new Grant(Permission.valueOf(one.substring(0, space)), grantee));
        }
        return new Acl(grants);
    }
}
