package gedeon.storage.s3.access;

import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.access.Acl.Grant;
import java.util.ArrayList;
import java.util.List;

/** S3's named access lists. */
public enum CannedAcl {
    PRIVATE("private"),
    PUBLIC_READ("public-read"),
    PUBLIC_READ_WRITE("public-read-write"),
    AUTHENTICATED_READ("authenticated-read"),
    BUCKET_OWNER_READ("bucket-owner-read"),
    BUCKET_OWNER_FULL_CONTROL("bucket-owner-full-control");

    private final String s3Name;

    CannedAcl(String s3Name) {
        this.s3Name = s3Name;
    }

    /** @throws S3Error InvalidArgument; NotImplemented for those of S3 that make no sense here */
    public static CannedAcl of(String name) {
        for (CannedAcl one : values()) {
            if (one.s3Name.equals(name)) {
                return one;
            }
        }
        if (name.equals("log-delivery-write") || name.equals("aws-exec-read")) {
            throw S3Error.notImplemented("the access list " + name);
        }
        throw S3Error.invalidArgument("x-amz-acl \"" + name + "\" is no named access list of S3");
    }

    public Acl list(int owner, int bucketOwner) {
        List<Grant> grants = new ArrayList<>();
        switch (this) {
            case PRIVATE -> {}
            case PUBLIC_READ -> grants.add(new Grant(Permission.READ, Grantee.ALL_USERS));
            case PUBLIC_READ_WRITE -> {
                grants.add(new Grant(Permission.READ, Grantee.ALL_USERS));
                grants.add(new Grant(Permission.WRITE, Grantee.ALL_USERS));
            }
            case AUTHENTICATED_READ -> grants.add(new Grant(Permission.READ, Grantee.AUTHENTICATED_USERS));
            case BUCKET_OWNER_READ -> also(grants, Permission.READ, owner, bucketOwner);
            case BUCKET_OWNER_FULL_CONTROL -> also(grants, Permission.FULL_CONTROL, owner, bucketOwner);
        }
        grants.addFirst(new Grant(Permission.FULL_CONTROL, new Grantee.Notebook(owner)));
        return new Acl(grants);
    }

    private static void also(List<Grant> grants, Permission permission, int owner, int bucketOwner) {
        if (owner != bucketOwner) {
            grants.add(new Grant(permission, new Grantee.Notebook(bucketOwner)));
        }
    }
}
