package gedeon.storage.s3;

import gedeon.storage.s3.access.Acl;
import gedeon.storage.s3.access.Acl.Grant;
import gedeon.storage.s3.access.CannedAcl;
import gedeon.storage.s3.access.Grantee;
import gedeon.storage.s3.access.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The access list that a request asks for in {@code x-amz-acl}, or in {@code x-amz-grant-…}; never in both. */
final class AclHeaders {
    private static final Map<String, Permission> GRANTS = Map.of(
            "x-amz-grant-read", Permission.READ,
            "x-amz-grant-write", Permission.WRITE,
            "x-amz-grant-read-acp", Permission.READ_ACP,
            "x-amz-grant-write-acp", Permission.WRITE_ACP,
            "x-amz-grant-full-control", Permission.FULL_CONTROL);

    private AclHeaders() {}

    /** A list by its name, or by its grants. */
    sealed interface Asked {
        record Named(CannedAcl name) implements Asked {}

        record Granted(List<Grant> grants) implements Asked {}

        default Acl list(int owner, int bucketOwner) {
            return switch (this) {
                case Named named -> named.name().list(owner, bucketOwner);
                case Granted granted -> new Acl(granted.grants());
            };
        }

        default boolean is(CannedAcl name) {
            return this instanceof Named named && named.name() == name;
        }
    }

    /** @throws S3Error InvalidArgument, InvalidRequest, UnresolvableGrantByEmailAddress, NotImplemented */
    static Optional<Asked> asked(Exchange exchange, Owners owners) {
        Optional<String> named = exchange.header("x-amz-acl").filter(text -> !text.isBlank());
        List<Grant> grants = new ArrayList<>();
        for (Permission permission : Permission.values()) {
            for (Map.Entry<String, Permission> header : GRANTS.entrySet()) {
                if (header.getValue() == permission) {
                    exchange.headers()
                            .getOrDefault(header.getKey(), List.of())
                            .forEach(text -> grants.addAll(grants(permission, text, owners)));
                }
            }
        }
        if (named.isPresent() && !grants.isEmpty()) {
            throw S3Error.invalidRequest("an access list is given by x-amz-acl or by grants, not by both");
        }
        if (grants.size() > Acl.MOST) {
            throw S3Error.invalidArgument("an access list has at most " + Acl.MOST + " grants, was " + grants.size());
        }
        return grants.isEmpty()
                ? named.map(name -> new Asked.Named(CannedAcl.of(name)))
                : Optional.of(new Asked.Granted(grants));
    }

    /** {@code id="…", uri="…", emailAddress="…"} */
    private static List<Grant> grants(Permission permission, String text, Owners owners) {
        List<Grant> grants = new ArrayList<>();
        for (String piece : text.split(",", -1)) {
            int equals = piece.indexOf('=');
            String kind = equals < 0 ? "" : piece.substring(0, equals).strip();
            String value = ObjectHeaders.unquote(piece.substring(equals + 1));
            grants.add(new Grant(
                    permission,
                    switch (kind) {
                        case "id" -> notebook(value, owners);
                        case "uri" -> group(value);
                        case "emailAddress" -> throw unresolvable();
                        default ->
                            throw S3Error.invalidArgument("a grant names id=, uri= or emailAddress=, was " + piece);
                    }));
        }
        return grants;
    }

    static Grantee notebook(String canonicalId, Owners owners) {
        return owners.notebook(canonicalId)
                .<Grantee>map(Grantee.Notebook::new)
                .orElseThrow(() -> S3Error.invalidArgument(
                        "no notebook has the canonical id \"" + canonicalId + "\"; `gedeon key create` shows it"));
    }

    static Grantee group(String uri) {
        return switch (uri) {
            case AclXml.ALL_USERS -> Grantee.ALL_USERS;
            case AclXml.AUTHENTICATED_USERS -> Grantee.AUTHENTICATED_USERS;
            case AclXml.LOG_DELIVERY -> throw S3Error.notImplemented("the group " + uri);
            default -> throw S3Error.invalidArgument("there is no group " + uri);
        };
    }

    static S3Error unresolvable() {
        return new S3Error(
                "UnresolvableGrantByEmailAddress", 400, "notebooks have no e-mail address; name their canonical id");
    }
}
