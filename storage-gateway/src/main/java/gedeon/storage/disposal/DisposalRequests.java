package gedeon.storage.disposal;

import gedeon.storage.VersionId;
import gedeon.storage.disposal.DisposalRequest.Kind;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Disposal by two persons: one asks, another approves, and after a waiting time in which either may withdraw it the housekeeping does it. Durable on return.
 * Rights are the caller's to ask; that the two are two, and that nothing locked goes, is held here.
 */
public final class DisposalRequests {
    /** Small requests are written down before the answer; of larger ones the housekeeping writes down the rest. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int LONGEST = 2000;

    private final Sql sql;
    private final DisposalJob job;
    private final Previews previews;
    private final Resolving resolving;
    private final DisposalSettings settings;

    DisposalRequests(Sql sql, DisposalJob job, Previews previews, Resolving resolving, DisposalSettings settings) {
        this.sql = sql;
        this.job = job;
        this.previews = previews;
        this.resolving = resolving;
        this.settings = settings;
    }

    public DisposalSettings settings() {
        return settings;
    }

    /** What a request of these would do, if its approver bypassed GOVERNANCE or not. Reads every version that is meant. */
    public Preview preview(Bucket bucket, Chosen chosen, boolean bypass) {
        return previews.of(bucket, chosen, Kind.REQUEST, bypass);
    }

    /**
     * Asks for a disposal. Where more is meant than can be written down in a few seconds it is GATHERING on return.
     *
     * @throws Refusal LOCKED where a version is under COMPLIANCE that is not over or on hold, by name; NO_SUCH_VERSION
     * @throws IllegalArgumentException without a reason
     */
    public DisposalRequest request(long asker, Bucket bucket, Chosen chosen, String reason) {
        requireWords("a reason", reason);
        long id = insert(asker, bucket, chosen, Kind.REQUEST, reason, false);
        job.now(id, AT_ONCE);
        DisposalRequest made = find(id).orElseThrow();
        if (made.state() == State.REFUSED) {
            throw new Refusal(
                    made.versions() == 0 && made.words().startsWith("there is no")
                            ? Refusal.Reason.NO_SUCH_VERSION
                            : Refusal.Reason.LOCKED,
                    "disposal " + id + " was not asked for: " + made.words());
        }
        return made;
    }

    static void requireWords(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(what + " has 1 to " + LONGEST + " characters");
        }
    }

    /** A disposal that is being gathered; named versions are written down with it. */
    long insert(long asker, Bucket bucket, Chosen chosen, Kind kind, String reason, boolean bypass) {
        List<Item> named = switch (chosen) {
            case Chosen.Versions versions -> resolving.items(bucket, versions);
            case Chosen.Prefix prefix -> List.of();
        };
        byte @Nullable [] prefix = switch (chosen) {
            case Chosen.Prefix below -> below.bytes();
            case Chosen.Versions versions -> null;
        };
        return sql.inTransaction(c -> {
            long id = Sql.list(
                            c,
                            row -> row.getLong(1),
                            "insert into disposal (notebook, bucket_id, bucket, kind, state, asker, reason, prefix, horizon, bypass, due) "
                                    + "values (?, ?, ?, ?, 'GATHERING', ?, ?, ?, nextval('seq'), ?, now()) returning id",
                            bucket.notebook(),
                            bucket.id(),
                            bucket.name(),
                            kind.name(),
                            asker,
                            reason.strip(),
                            prefix,
                            bypass)
                    .getFirst();
            String locked = job.gathering().add(c, id, kind, bucket, named);
            if (locked != null) {
                throw new Refusal(Refusal.Reason.LOCKED, "nothing was asked for: " + locked);
            }
            return id;
        });
    }

    public Optional<DisposalRequest> find(long id) {
        return DisposalRows.find(sql, id);
    }

    /** Of a notebook, the last first; waste that was disposed of as well. */
    public List<DisposalRequest> ofNotebook(int notebook, int most) {
        return sql.list(
                DisposalRows::request,
                DisposalRows.SELECT + "where d.notebook = ? order by d.id desc limit ?",
                notebook,
                most);
    }

    /** Of these notebooks what is not over, the oldest first. */
    public List<DisposalRequest> open(Collection<Integer> notebooks, int most) {
        return sql.inTransaction(c -> Sql.list(
                c,
                DisposalRows::request,
                DisposalRows.SELECT
                        + "where d.state in ('GATHERING', 'REQUESTED', 'APPROVED', 'DISPOSING') and d.notebook = any (?) order by d.id limit ?",
                c.createArrayOf("integer", notebooks.toArray()),
                most));
    }

    /** How many of a notebook wait for a decision, or for their time; counted up to {@code most}. */
    public int waiting(int notebook, int most) {
        return sql.one(
                        row -> row.getInt(1),
                        "select count(*) from (select 1 from disposal where notebook = ? and state in ('GATHERING', 'REQUESTED', 'APPROVED') and kind = ? limit ?) w",
                        notebook,
                        Kind.REQUEST.name(),
                        most)
                .orElse(0);
    }

    /** How what it speaks of stands now. Reads every version of it. */
    public Preview standing(DisposalRequest request, boolean bypass) {
        return sql.inTransaction(c -> {
            Bucket bucket = Buckets.now(c, List.of(request.bucketId())).get(request.bucketId());
            return bucket == null
                    ? new Preview.Sum(request.kind(), bypass).whole()
                    : previews.of(c, bucket, request, bypass, true);
        });
    }

    /** Those that stayed and why, in the order of keys, behind one of them. */
    public List<Preview.Stays> stayed(long id, int most) {
        return sql.list(
                row -> new Preview.Stays(
                        Item.read(row).key().toString(), version(row), Hindrance.valueOf(row.getString("hindrance"))),
                "select i.key, i.seq, i.hindrance, v.nonce, v.is_null from disposal_item i join disposal d on d.id = i.disposal "
                        + "left join lateral (select nonce, is_null from version where bucket_id = d.bucket_id and key = i.key and seq = i.seq) v on true "
                        + "where i.disposal = ? and i.hindrance is not null order by i.disposal, i.key, i.seq limit ?",
                id,
                most);
    }

    /** Empty where it is gone. */
    private static String version(ResultSet row) throws SQLException {
        Long nonce = row.getObject("nonce", Long.class);
        if (nonce == null) {
            return "";
        }
        return row.getBoolean("is_null") ? "null" : new VersionId(row.getLong("seq"), nonce).toString();
    }

    /**
     * Approves it; it is done after the waiting time.
     *
     * @param bypass whether retention in GOVERNANCE is passed over; the right to is the caller's to ask, and is asked again when it is done
     * @throws NotNow where it is not REQUESTED, or the same person asked for it
     * @throws Refusal LOCKED by name, where a version is on hold, under COMPLIANCE, or under GOVERNANCE without {@code bypass}
     */
    public DisposalRequest approve(long id, long approver, boolean bypass, String words) {
        return decide(
                id,
                approver,
                c -> {
                    DisposalRequest request = requireRequested(c, id, approver);
                    Bucket bucket = Buckets.now(c, List.of(request.bucketId())).get(request.bucketId());
                    if (bucket == null) {
                        throw new NotNow("the bucket of disposal " + id + " was deleted; refuse it");
                    }
                    requireUnlocked(c, request, bypass);
                    Sql.update(
                            c,
                            "update disposal set state = 'APPROVED', decider = ?, decided = now(), words = ?, bypass = ?, due = now() + ? * interval '1 millisecond' where id = ?",
                            approver,
                            words.strip(),
                            bypass,
                            settings.waiting().toMillis(),
                            id);
                    return DisposalNotice.Act.APPROVED;
                },
                words);
    }

    private static void requireUnlocked(Connection c, DisposalRequest request, boolean bypass) throws SQLException {
        List<Preview.Stays> locked = StandingLocks.of(c, request, bypass);
        if (!locked.isEmpty()) {
            throw new Refusal(
                    Refusal.Reason.LOCKED,
                    "disposal " + request.id() + " is not approved: " + Preview.locked(locked, locked.size())
                            + "; refuse it, or approve it when that is over"
                            + (bypass ? "" : "; GOVERNANCE may be bypassed by who has the right to"));
        }
    }

    /** @throws NotNow where it is not REQUESTED; who asked withdraws instead */
    public DisposalRequest refuse(long id, long decider, String words) {
        requireWords("a refusal", words);
        return decide(
                id,
                decider,
                c -> {
                    requireRequested(c, id, decider);
                    Sql.update(
                            c,
                            "update disposal set state = 'REFUSED', decider = ?, decided = now(), ended = now(), words = ?, due = now() where id = ?",
                            decider,
                            words.strip(),
                            id);
                    return DisposalNotice.Act.REFUSED;
                },
                words);
    }

    /**
     * Takes it back, as long as nothing of it went.
     *
     * @param mayDecide whether who withdraws may approve as well; who asked always may
     * @throws NotNow where it has begun or is over, or it is not this person's to withdraw
     */
    public DisposalRequest withdraw(long id, long who, boolean mayDecide, String words) {
        return decide(
                id,
                who,
                c -> {
                    DisposalRequest request = lock(c, id);
                    if (!request.state().waits() || request.kind() != Kind.REQUEST) {
                        throw new NotNow("disposal " + id + " is " + request.state() + " and cannot be withdrawn");
                    }
                    if (request.askerId() != who && !mayDecide) {
                        throw new NotNow(
                                "disposal " + id + " can be withdrawn by who asked for it or who may approve it");
                    }
                    Sql.update(
                            c,
                            "update disposal set state = 'WITHDRAWN', ended = now(), words = ?, due = now() where id = ?",
                            words.strip(),
                            id);
                    return DisposalNotice.Act.WITHDRAWN;
                },
                words);
    }

    @FunctionalInterface
    private interface Decision {
        DisposalNotice.Act make(Connection c) throws SQLException;
    }

    private DisposalRequest decide(long id, long who, Decision decision, String words) {
        sql.inTransaction(c -> {
            DisposalNotice.Act act = decision.make(c);
            DisposalRequest now = read(c, id);
            DisposalActs.note(
                    c,
                    new DisposalActs.About(now.notebook(), now.bucket(), id),
                    act,
                    who,
                    words.strip(),
                    now.versions(),
                    now.bytes().value());
            return act;
        });
        return find(id).orElseThrow();
    }

    private static DisposalRequest requireRequested(Connection c, long id, long decider) throws SQLException {
        DisposalRequest request = lock(c, id);
        if (request.state() != State.REQUESTED) {
            throw new NotNow("disposal " + id + " is " + request.state() + " and waits for no decision");
        }
        if (request.askerId() == decider) {
            throw new NotNow("disposal " + id + " was asked for by you: another person decides; you can withdraw it");
        }
        return request;
    }

    /** The disposal as it is, held until the transaction ends. */
    private static DisposalRequest lock(Connection c, long id) throws SQLException {
        Sql.list(c, row -> true, "select 1 from disposal where id = ? for update", id);
        return read(c, id);
    }

    private static DisposalRequest read(Connection c, long id) throws SQLException {
        return Sql.list(c, DisposalRows::request, DisposalRows.SELECT + "where d.id = ?", id).stream()
                .findFirst()
                .orElseThrow(() -> new NotNow("there is no disposal " + id));
    }
}
