package gedeon.storage.s3.access;

import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Bucket;

/** Decides whether a request may act on a bucket: here alone, for every operation. */
public final class Access {
    private final Rights rights;

    public Access(Rights rights) {
        this.rights = rights;
    }

    public boolean may(Principal who, S3Action action, Bucket bucket) {
        return rights.may(who, action.act(), new On.Notebook(bucket.notebook()));
    }

    /** @throws Rights.Denied where {@link #may} is false */
    public void require(Principal who, S3Action action, Bucket bucket) {
        rights.require(who, action.act(), new On.Notebook(bucket.notebook()));
    }

    /** Whether the caller's role lets it add objects and not replace them: an agent's. */
    public boolean addsOnly(Principal who, Bucket bucket) {
        On.Notebook on = new On.Notebook(bucket.notebook());
        return rights.may(who, Act.ADD_OBJECT, on) && !rights.may(who, Act.REPLACE_OBJECT, on);
    }

    /** For what is done on no bucket yet: listing and creating them. */
    public void require(Principal who, S3Action action, int notebook) {
        rights.require(who, action.act(), new On.Notebook(notebook));
    }
}
