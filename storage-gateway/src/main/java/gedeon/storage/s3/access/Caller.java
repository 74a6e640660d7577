package gedeon.storage.s3.access;

import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.notebooks.Role;

/**
 * Who asks, as policies and access lists name people: a notebook is S3's account, a person of it an IAM user.
 *
 * @param notebook of the key; 0 where the request is not signed
 * @param name of the account that holds the key
 * @param agent whether it is an instrument's key, which never gains from what a bucket says
 * @param roles what the caller's roles allow
 */
public record Caller(int notebook, String name, long account, boolean agent, Roles roles) {
    /** What a caller may do in a notebook by a role held there. */
    @FunctionalInterface
    public interface Roles {
        boolean allow(Act act, int notebook);
    }

    public static Caller of(KeyHolder holder, Rights rights) {
        Principal who = holder.principal();
        boolean agent = who.kind() == Principal.Kind.AGENT
                || who.grants().stream().anyMatch(grant -> grant.role() == Role.AGENT);
        return new Caller(
                holder.notebook(),
                who.name(),
                who.id(),
                agent,
                (act, notebook) -> rights.may(who, act, new On.Notebook(notebook)));
    }

    public boolean anonymous() {
        return notebook == 0;
    }

    /** Whether the caller's role in its own notebook knows such an act at all: others can give no more than that. */
    boolean mayAtHome(Act act) {
        return !anonymous() && roles.allow(act, notebook);
    }

    String arn() {
        return "arn:aws:iam::" + Notebooks.canonicalId(notebook) + ":user/" + name;
    }
}
