package gedeon.storage.notebooks;

import gedeon.kernel.ByteCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Units, notebooks, accounts and keys. Durable on return. Names are unique; a taken one throws {@link NameTaken}. Rights are the caller's to ask. */
public interface Notebooks {
    /**
     * @param limit null: the parent's, or 100 TB where it stands alone
     * @throws gedeon.storage.OverAllocated where the limit would promise more than the parent allows
     */
    UnitRow createUnit(String name, @Nullable String parent, @Nullable ByteCount limit);

    /** @throws gedeon.storage.OverAllocated where the limit would promise more than the unit allows */
    NotebookRow createNotebook(String name, String unit, ByteCount limit, NotebookKind kind);

    Optional<UnitRow> unit(String name);

    Optional<NotebookRow> notebook(String name);

    Optional<NotebookRow> notebook(int id);

    List<UnitRow> units();

    List<NotebookRow> notebooks();

    /** From now on no bucket of the notebook is public, or each may be as it says itself. @throws Unknown */
    void setConfidential(int notebook, boolean confidential);

    /**
     * Whether what is written into the notebook's buckets is encrypted unless a request says how: its own key is the default of new buckets, and from now
     * on of those that have none. What is stored already stays as it is. Taken back, buckets keep the default that they have.
     */
    void setEncrypted(int notebook, boolean encrypted);

    /** Makes an account, or returns the one of that name. */
    Account account(String name, Principal.Kind kind);

    void grant(long account, Role role, On on);

    void revoke(long account, Role role, On on);

    /** A bearer token of an account, shown once and kept only as SHA-256. */
    String issueToken(long account, String label, @Nullable Instant expires);

    Optional<Principal> byToken(String token);

    void revokeToken(long account, String label);

    /** An access key for S3 with one role on one notebook. The secret is shown once and kept wrapped under the master key. */
    AccessKey issueKey(long account, int notebook, Role role);

    /**
     * A key that ends by itself, at most an hour from now, with one role below one prefix. Secret and session token are shown once. An account has at most
     * 100 of them that live.
     *
     * @param bucket null for all of the notebook's
     * @throws IllegalArgumentException for another role than reader, contributor or agent, or a life that is not 1 second to 1 hour, or one key too many
     */
    TemporaryKey issueTemporaryKey(
            long account, int notebook, Role role, @Nullable String bucket, String prefix, Duration life);

    /** Also of a temporary key that has ended: whoever checks a signature says so. */
    Optional<KeyHolder> byAccessKey(String accessKey);

    void revokeKey(String accessKey);

    /** Lasting keys, also revoked ones, and temporary keys that live. */
    List<KeyRow> keys(int notebook);

    /** A notebook as S3 and IAM name an account: twelve digits. */
    static String canonicalId(int notebook) {
        return String.format(java.util.Locale.ROOT, "%012d", notebook);
    }

    /** The notebook's id, where the text is the form of one. */
    static Optional<Integer> ofCanonicalId(String text) {
        return text.matches("0{2}[0-9]{10}") && Long.parseLong(text) <= Integer.MAX_VALUE
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }

    enum NotebookKind {
        RESEARCH_GROUP,
        PLATFORM,
        INDUSTRIAL_CONTRACT
    }

    record UnitRow(int id, String name, @Nullable Integer parent, Instant created) {}

    /** @param confidential whether none of its buckets may be public, whatever they say themselves */
    record NotebookRow(
            int id,
            String name,
            int unit,
            String unitName,
            NotebookKind kind,
            boolean confidential,
            Instant created,
            boolean encrypted) {}

    record Account(long id, String name, Principal.Kind kind) {}

    record AccessKey(String accessKey, String secretKey, long owner, String ownerName) {
        @Override
        public String toString() {
            return "AccessKey[" + accessKey + "]";
        }
    }

    /** What signature checking needs: the secret, whom the key stands for, and its notebook. */
    record KeyHolder(
            String accessKey,
            String secretKey,
            Principal principal,
            int notebook,
            @Nullable Session session) {
        public KeyHolder(String accessKey, String secretKey, Principal principal, int notebook) {
            this(accessKey, secretKey, principal, notebook, null);
        }

        @Override
        public String toString() {
            return "KeyHolder[" + accessKey + "]";
        }
    }

    record TemporaryKey(AccessKey key, String sessionToken, Instant expires) {
        @Override
        public String toString() {
            return "TemporaryKey[" + key.accessKey() + " until " + expires + "]";
        }
    }

    /** What bounds a temporary key. */
    record Session(
            byte[] tokenSha256, Instant expires, @Nullable String bucket, String prefix) {}

    record KeyRow(
            String accessKey,
            long owner,
            String ownerName,
            Role role,
            Instant created,
            @Nullable Instant revoked,
            @Nullable Instant expires) {}

    /** The name is in use. */
    final class NameTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NameTaken(String what, String name) {
            super(what + " \"" + name + "\" exists already; choose another name");
        }
    }

    /** No such unit, notebook or account. */
    final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Unknown(String what, String name) {
            super("no " + what + " \"" + name + "\"");
        }
    }
}
