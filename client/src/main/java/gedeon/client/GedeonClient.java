package gedeon.client;

import static gedeon.client.Http.parameters;
import static gedeon.client.Http.path;
import static gedeon.client.Http.query;

import gedeon.client.wire.ActivityBody;
import gedeon.client.wire.AdoptionBody;
import gedeon.client.wire.AdoptionRepeat;
import gedeon.client.wire.AgentBody;
import gedeon.client.wire.BackupsBody;
import gedeon.client.wire.BucketBody;
import gedeon.client.wire.CodeBody;
import gedeon.client.wire.DatasetBody;
import gedeon.client.wire.DatasetReceiptBody;
import gedeon.client.wire.DisposalApproval;
import gedeon.client.wire.DisposalBody;
import gedeon.client.wire.DisposalPreview;
import gedeon.client.wire.DisposalRequestBody;
import gedeon.client.wire.DisposalWords;
import gedeon.client.wire.DrainBody;
import gedeon.client.wire.DriftBody;
import gedeon.client.wire.EmailBody;
import gedeon.client.wire.EncryptionKeyBody;
import gedeon.client.wire.EncryptionStatus;
import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.Enrolment;
import gedeon.client.wire.ExperimentBody;
import gedeon.client.wire.FileBody;
import gedeon.client.wire.FinishRuleBody;
import gedeon.client.wire.FixityBody;
import gedeon.client.wire.FixityRoundsBody;
import gedeon.client.wire.InstrumentBody;
import gedeon.client.wire.JobBody;
import gedeon.client.wire.JobChange;
import gedeon.client.wire.KeyBody;
import gedeon.client.wire.LedgerCheck;
import gedeon.client.wire.LifecycleBody;
import gedeon.client.wire.LostBody;
import gedeon.client.wire.Me;
import gedeon.client.wire.MoveBody;
import gedeon.client.wire.NewAdoption;
import gedeon.client.wire.NewAssignment;
import gedeon.client.wire.NewBucket;
import gedeon.client.wire.NewConnector;
import gedeon.client.wire.NewDisposal;
import gedeon.client.wire.NewDisposalRequest;
import gedeon.client.wire.NewEncryption;
import gedeon.client.wire.NewEncryptionKey;
import gedeon.client.wire.NewHome;
import gedeon.client.wire.NewInstrument;
import gedeon.client.wire.NewKey;
import gedeon.client.wire.NewLetter;
import gedeon.client.wire.NewLimit;
import gedeon.client.wire.NewLink;
import gedeon.client.wire.NewNotebook;
import gedeon.client.wire.NewParent;
import gedeon.client.wire.NewPolicy;
import gedeon.client.wire.NewRoomRequest;
import gedeon.client.wire.NewTemporaryKey;
import gedeon.client.wire.NewTier;
import gedeon.client.wire.NewUnit;
import gedeon.client.wire.NewWaste;
import gedeon.client.wire.NewWebhook;
import gedeon.client.wire.NewWithdrawal;
import gedeon.client.wire.NotebookBody;
import gedeon.client.wire.NotebookChange;
import gedeon.client.wire.NotebookEncryption;
import gedeon.client.wire.NotebookPolicy;
import gedeon.client.wire.ObjectBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.PersonBody;
import gedeon.client.wire.PlacesBody;
import gedeon.client.wire.PlanBody;
import gedeon.client.wire.PlanCheck;
import gedeon.client.wire.PolicyBody;
import gedeon.client.wire.ProcessBody;
import gedeon.client.wire.ProtocolBody;
import gedeon.client.wire.PutBackBody;
import gedeon.client.wire.QuotaBody;
import gedeon.client.wire.ReceiptKeyBody;
import gedeon.client.wire.RenewedKey;
import gedeon.client.wire.RoomGrant;
import gedeon.client.wire.RoomRefusal;
import gedeon.client.wire.RoomRequestBody;
import gedeon.client.wire.RotationBody;
import gedeon.client.wire.SampleBody;
import gedeon.client.wire.SearchAnswer;
import gedeon.client.wire.SoftwareBody;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.StatusBody;
import gedeon.client.wire.SurveyBody;
import gedeon.client.wire.SyncBody;
import gedeon.client.wire.TemporaryKeyBody;
import gedeon.client.wire.TierChange;
import gedeon.client.wire.TierCheckBody;
import gedeon.client.wire.TierDetail;
import gedeon.client.wire.TombstoneBody;
import gedeon.client.wire.UnitBody;
import gedeon.client.wire.UnitChange;
import gedeon.client.wire.WasteBody;
import gedeon.client.wire.WasteChange;
import gedeon.client.wire.WasteDisposal;
import gedeon.client.wire.WebhookBody;
import gedeon.client.wire.WithdrawalBody;
import gedeon.kernel.FinishRule;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server's REST interface, one method a route. Thread-safe. Every method may throw {@link ProblemException} (the server refuses)
 * or {@link Unreachable} (no answer). {@code after} is the {@code next} of the page before, null for the first.
 */
public final class GedeonClient {
    private final Http http;

    /** A client of {@code server} (scheme, host, port) that shows {@code token}; no token: only {@link #enrol} is answered. */
    public GedeonClient(URI server, @Nullable String token) {
        this(server, token, null);
    }

    /** The same by a way of one's own: proxy, authorities, pins. */
    public GedeonClient(URI server, @Nullable String token, @Nullable Connection connection) {
        this.http = new Http(server, token, connection);
    }

    /** What an agent says and asks of itself. */
    public AgentClient agent() {
        return new AgentClient(http);
    }

    /** Settings, orders and calendars of instruments' agents. */
    public CentreClient centre() {
        return new CentreClient(http);
    }

    private GedeonClient(Http http) {
        this.http = http;
    }

    /** The same client, of which {@code outgoing} hears whatever it sends. */
    public GedeonClient telling(Outgoing outgoing) {
        return new GedeonClient(http.telling(outgoing));
    }

    public URI server() {
        return http.server();
    }

    public Me me() {
        return http.send("GET", path("me"), null, Me.class);
    }

    /** @param email null: none from now on */
    public Me setEmail(@Nullable String email) {
        return http.send("PUT", path("me", "email"), new EmailBody(email), Me.class);
    }

    /** Somebody's account, for administrators. */
    public Me account(String name) {
        return http.send("GET", path("accounts", name), null, Me.class);
    }

    /** @param email null: none from now on */
    public Me setEmailOf(String name, @Nullable String email) {
        return http.send("PUT", path("accounts", name, "email"), new EmailBody(email), Me.class);
    }

    /** Returns when the mail server has taken a letter that says that letters arrive. */
    public void testMail(String to) {
        http.sendOnly("POST", path("mail", "test"), new NewLetter(to));
    }

    public StatusBody status() {
        return http.send("GET", path("status"), null, StatusBody.class);
    }

    // Waste and disposals

    public WasteChange markWaste(String bucket, NewWaste waste) {
        return http.send("POST", path("buckets", bucket, "waste"), waste, WasteChange.class);
    }

    public WasteChange unmarkWaste(String bucket, NewWaste waste) {
        return http.send("POST", path("buckets", bucket, "waste", "unmark"), waste, WasteChange.class);
    }

    public Page<WasteBody> waste(String bucket, @Nullable String prefix, @Nullable String after) {
        return http.send(
                "GET",
                query(path("buckets", bucket, "waste"), parameters("prefix", prefix, "after", after)),
                null,
                Page.class,
                WasteBody.class);
    }

    public DisposalPreview previewWaste(String bucket, WasteDisposal waste) {
        return http.send("POST", path("buckets", bucket, "waste", "preview"), waste, DisposalPreview.class);
    }

    public DisposalRequestBody disposeOfWaste(String bucket, WasteDisposal waste) {
        return http.send("POST", path("buckets", bucket, "waste", "dispose"), waste, DisposalRequestBody.class);
    }

    public DisposalPreview previewDisposal(String bucket, NewDisposalRequest request) {
        return http.send("POST", path("buckets", bucket, "disposals", "preview"), request, DisposalPreview.class);
    }

    public DisposalRequestBody requestDisposal(String bucket, NewDisposalRequest request) {
        return http.send("POST", path("buckets", bucket, "disposals"), request, DisposalRequestBody.class);
    }

    /** Of a notebook, or those that wait for the caller. */
    public Page<DisposalRequestBody> disposals(@Nullable String notebook) {
        String path = notebook == null ? path("disposals") : path("notebooks", notebook, "disposals");
        return http.send("GET", path, null, Page.class, DisposalRequestBody.class);
    }

    public DisposalRequestBody disposal(String id) {
        return http.send("GET", path("disposals", id), null, DisposalRequestBody.class);
    }

    /** How what a disposal speaks of stands now. */
    public DisposalPreview previewApproval(String id, boolean bypassGovernance) {
        return http.send(
                "GET",
                query(path("disposals", id, "preview"), parameters("bypassGovernance", bypassGovernance ? true : null)),
                null,
                DisposalPreview.class);
    }

    public DisposalRequestBody approveDisposal(String id, DisposalApproval approval) {
        return http.send("POST", path("disposals", id, "approve"), approval, DisposalRequestBody.class);
    }

    public DisposalRequestBody refuseDisposal(String id, DisposalWords words) {
        return http.send("POST", path("disposals", id, "refuse"), words, DisposalRequestBody.class);
    }

    public DisposalRequestBody withdrawDisposal(String id, DisposalWords words) {
        return http.send("POST", path("disposals", id, "withdraw"), words, DisposalRequestBody.class);
    }

    /** What is kept of what a disposal removed. */
    public Page<TombstoneBody> tombstones(String disposal, @Nullable String after) {
        return http.send(
                "GET",
                query(path("disposals", disposal, "tombstones"), parameters("after", after)),
                null,
                Page.class,
                TombstoneBody.class);
    }

    // Tiers, storage policies, storage jobs, fixity

    /** @param count whether what lives in each is counted anew: a scan of all places */
    public Page<TierDetail> tiers(boolean count) {
        String path = query(path("tiers"), parameters("count", count ? true : null));
        return http.send("GET", path, null, Page.class, TierDetail.class);
    }

    public TierDetail addTier(NewTier tier) {
        return http.send("POST", path("tiers"), tier, TierDetail.class);
    }

    public TierDetail changeTier(String tier, TierChange change) {
        return http.send("PATCH", path("tiers", tier), change, TierDetail.class);
    }

    public DrainBody drainTier(String tier, boolean dryRun) {
        String path = query(path("tiers", tier, "drain"), parameters("dryRun", dryRun ? true : null));
        return http.send("POST", path, null, DrainBody.class);
    }

    public TierCheckBody checkTier(String tier) {
        return http.send("POST", path("tiers", tier, "check"), null, TierCheckBody.class);
    }

    public JobBody auditTier(String tier) {
        return http.send("POST", path("tiers", tier, "audit"), null, JobBody.class);
    }

    /** @param after the last of the page before; null for the first */
    public Page<LostBody> lost(String tier, @Nullable String after) {
        return http.send(
                "GET",
                query(path("tiers", tier, "lost"), parameters("after", after)),
                null,
                Page.class,
                LostBody.class);
    }

    public PutBackBody putBack(String tier, String blob) {
        return http.send("POST", path("tiers", tier, "lost", blob, "put-back"), null, PutBackBody.class);
    }

    /** For good. @param confirm the tier's name */
    public void deleteLost(String tier, String blob, @Nullable String confirm) {
        http.sendOnly("DELETE", query(path("tiers", tier, "lost", blob), parameters("confirm", confirm)), null);
    }

    public void removeTier(String tier, @Nullable String confirm) {
        http.sendOnly("DELETE", query(path("tiers", tier), parameters("confirm", confirm)), null);
    }

    /** What adopting it would bring; changes nothing. */
    public SurveyBody surveyFolder(NewAdoption wanted) {
        return http.patient()
                .send("POST", query(path("adoptions"), parameters("dryRun", true)), wanted, SurveyBody.class);
    }

    public AdoptionBody adopt(NewAdoption wanted) {
        return http.patient().send("POST", path("adoptions"), wanted, AdoptionBody.class);
    }

    public AdoptionBody adoption(String tier) {
        return http.send("GET", path("adoptions", tier), null, AdoptionBody.class);
    }

    public AdoptionBody adoptAgain(String tier, AdoptionRepeat wanted) {
        return http.send("POST", path("adoptions", tier, "again"), wanted, AdoptionBody.class);
    }

    public Page<PolicyBody> policies() {
        return http.send("GET", path("policies"), null, Page.class, PolicyBody.class);
    }

    public PolicyBody policy(String name) {
        return http.send("GET", path("policies", name), null, PolicyBody.class);
    }

    public PolicyBody savePolicy(String name, NewPolicy policy, boolean dryRun) {
        String path = query(path("policies", name), parameters("dryRun", dryRun ? true : null));
        return http.send("PUT", path, policy, PolicyBody.class);
    }

    public void deletePolicy(String name) {
        http.sendOnly("DELETE", path("policies", name), null);
    }

    public NotebookPolicy policyOf(String notebook) {
        return http.send("GET", path("notebooks", notebook, "policy"), null, NotebookPolicy.class);
    }

    public NotebookPolicy assignPolicy(String notebook, NewAssignment policy, boolean dryRun) {
        String path = query(path("notebooks", notebook, "policy"), parameters("dryRun", dryRun ? true : null));
        return http.send("PUT", path, policy, NotebookPolicy.class);
    }

    public Page<ProcessBody> processes() {
        return http.send("GET", path("processes"), null, Page.class, ProcessBody.class);
    }

    public Page<JobBody> jobs() {
        return http.send("GET", path("jobs"), null, Page.class, JobBody.class);
    }

    public JobBody job(long id) {
        return http.send("GET", path("jobs", String.valueOf(id)), null, JobBody.class);
    }

    /** @param act {@code pause}, {@code resume}, {@code cancel} or {@code run} */
    public JobBody tellJob(long id, String act) {
        return http.send("POST", path("jobs", String.valueOf(id), act), null, JobBody.class);
    }

    public JobBody limitJob(long id, JobChange change) {
        return http.send("PATCH", path("jobs", String.valueOf(id)), change, JobBody.class);
    }

    public BackupsBody backups() {
        return http.send("GET", path("backups"), null, BackupsBody.class);
    }

    /** Begins a copy, or finds the one that is being made. */
    public BackupsBody takeBackup() {
        return http.send("POST", path("backups"), null, BackupsBody.class);
    }

    public FixityRoundsBody fixityRounds() {
        return http.send("GET", path("fixity", "rounds"), null, FixityRoundsBody.class);
    }

    public FixityBody fixity() {
        return http.send("GET", path("fixity"), null, FixityBody.class);
    }

    // Units, notebooks, quota, keys, buckets

    public UnitBody createUnit(NewUnit unit) {
        return http.send("POST", path("units"), unit, UnitBody.class);
    }

    public Page<UnitBody> units(@Nullable String after) {
        return page("units", after, UnitBody.class);
    }

    public UnitBody unit(String name) {
        return http.send("GET", path("units", name), null, UnitBody.class);
    }

    public UnitBody changeUnit(String unit, UnitChange change) {
        return http.send("PATCH", path("units", unit), change, UnitBody.class);
    }

    public NotebookBody createNotebook(NewNotebook notebook) {
        return http.send("POST", path("notebooks"), notebook, NotebookBody.class);
    }

    public Page<NotebookBody> notebooks(@Nullable String after) {
        return page("notebooks", after, NotebookBody.class);
    }

    public NotebookBody notebook(String name) {
        return http.send("GET", path("notebooks", name), null, NotebookBody.class);
    }

    public NotebookBody changeNotebook(String notebook, NotebookChange change) {
        return http.send("PATCH", path("notebooks", notebook), change, NotebookBody.class);
    }

    /** @param parent none: the unit stands alone */
    public MoveBody moveUnit(String unit, NewParent parent, boolean dryRun) {
        String path = query(path("units", unit, "move"), parameters("dryRun", dryRun ? true : null));
        return http.send("POST", path, parent, MoveBody.class);
    }

    public MoveBody moveNotebook(String notebook, NewHome home, boolean dryRun) {
        String path = query(path("notebooks", notebook, "move"), parameters("dryRun", dryRun ? true : null));
        return http.send("POST", path, home, MoveBody.class);
    }

    public QuotaBody quota(String notebook) {
        return http.send("GET", path("notebooks", notebook, "quota"), null, QuotaBody.class);
    }

    /** Counted by the server for this answer: of a large notebook it takes seconds. */
    public PlacesBody places(String notebook) {
        return http.send("GET", path("notebooks", notebook, "quota", "places"), null, PlacesBody.class);
    }

    public QuotaBody setQuota(String notebook, NewLimit limit) {
        return http.send("PUT", path("notebooks", notebook, "quota"), limit, QuotaBody.class);
    }

    public RoomRequestBody requestRoom(String notebook, NewRoomRequest request) {
        return http.send("POST", path("notebooks", notebook, "quota", "requests"), request, RoomRequestBody.class);
    }

    /** Of one notebook, the newest first; no notebook: those that wait for the caller's decision. */
    public Page<RoomRequestBody> roomRequests(@Nullable String notebook) {
        String path = notebook == null ? path("quota", "requests") : path("notebooks", notebook, "quota", "requests");
        return http.send("GET", path, null, Page.class, RoomRequestBody.class);
    }

    public RoomRequestBody grantRoom(String request, RoomGrant grant) {
        return http.send("POST", path("quota", "requests", request, "grant"), grant, RoomRequestBody.class);
    }

    public RoomRequestBody refuseRoom(String request, RoomRefusal refusal) {
        return http.send("POST", path("quota", "requests", request, "refuse"), refusal, RoomRequestBody.class);
    }

    public LedgerCheck verifyQuota() {
        return http.send("POST", path("quota", "verify"), null, LedgerCheck.class);
    }

    public KeyBody createKey(String notebook, NewKey key) {
        return http.send("POST", path("notebooks", notebook, "keys"), key, KeyBody.class);
    }

    public TemporaryKeyBody createTemporaryKey(String notebook, NewTemporaryKey key) {
        return http.send("POST", path("notebooks", notebook, "temporary-keys"), key, TemporaryKeyBody.class);
    }

    public Page<KeyBody> keys(String notebook) {
        return http.send("GET", path("notebooks", notebook, "keys"), null, Page.class, KeyBody.class);
    }

    public WebhookBody addWebhook(String notebook, NewWebhook webhook) {
        return http.send("POST", path("notebooks", notebook, "webhooks"), webhook, WebhookBody.class);
    }

    public Page<WebhookBody> webhooks(String notebook) {
        return http.send("GET", path("notebooks", notebook, "webhooks"), null, Page.class, WebhookBody.class);
    }

    public void removeWebhook(String notebook, String name) {
        http.sendOnly("DELETE", path("notebooks", notebook, "webhooks", name), null);
    }

    public void deleteKey(String accessKey) {
        http.sendOnly("DELETE", path("keys", accessKey), null);
    }

    // Encryption

    public EncryptionStatus encryption() {
        return http.send("GET", path("encryption"), null, EncryptionStatus.class);
    }

    public RotationBody rotateMasterKey() {
        return http.send("POST", path("encryption", "rotate"), null, RotationBody.class);
    }

    public NotebookEncryption encryption(String notebook) {
        return http.send("GET", path("notebooks", notebook, "encryption"), null, NotebookEncryption.class);
    }

    public NotebookEncryption setEncryption(String notebook, NewEncryption encryption) {
        return http.send("PUT", path("notebooks", notebook, "encryption"), encryption, NotebookEncryption.class);
    }

    public EncryptionKeyBody createEncryptionKey(String notebook, NewEncryptionKey key) {
        return http.send("POST", path("notebooks", notebook, "encryption", "keys"), key, EncryptionKeyBody.class);
    }

    public EncryptionKeyBody renewEncryptionKey(String notebook, RenewedKey key) {
        return http.send("POST", path("notebooks", notebook, "encryption", "renew"), key, EncryptionKeyBody.class);
    }

    public WithdrawalBody withdrawEncryptionKey(String notebook, NewWithdrawal withdrawal) {
        return http.send(
                "POST", path("notebooks", notebook, "encryption", "withdraw"), withdrawal, WithdrawalBody.class);
    }

    public DisposalBody destroyEncryptionKeys(String notebook, NewDisposal disposal, boolean dryRun) {
        String path =
                query(path("notebooks", notebook, "encryption", "destroy"), parameters("dryRun", dryRun ? true : null));
        return http.send("POST", path, disposal, DisposalBody.class);
    }

    public Page<BucketBody> buckets(String notebook) {
        return http.send("GET", path("notebooks", notebook, "buckets"), null, Page.class, BucketBody.class);
    }

    public BucketBody createBucket(String notebook, NewBucket bucket) {
        return http.send("POST", path("notebooks", notebook, "buckets"), bucket, BucketBody.class);
    }

    public Page<ObjectBody> objects(String bucket, @Nullable String prefix, @Nullable String after) {
        String path = query(path("buckets", bucket, "objects"), parameters("prefix", prefix, "after", after));
        return http.send("GET", path, null, Page.class, ObjectBody.class);
    }

    public LifecycleBody lifecycle(String bucket) {
        return http.send("GET", path("buckets", bucket, "lifecycle"), null, LifecycleBody.class);
    }

    // Instruments and agents

    public InstrumentBody createInstrument(NewInstrument instrument) {
        return http.send("POST", path("instruments"), instrument, InstrumentBody.class);
    }

    public Page<InstrumentBody> instruments(@Nullable String after) {
        return page("instruments", after, InstrumentBody.class);
    }

    public InstrumentBody instrument(String name) {
        return http.send("GET", path("instruments", name), null, InstrumentBody.class);
    }

    public CodeBody agentCode(String instrument) {
        return http.send("POST", path("instruments", instrument, "code"), null, CodeBody.class);
    }

    public SourceBody createSource(String instrument, SourceBody source) {
        return http.send("POST", path("instruments", instrument, "sources"), source, SourceBody.class);
    }

    public Page<FinishRuleBody> rules() {
        return http.send("GET", path("rules"), null, Page.class, FinishRuleBody.class);
    }

    /** @param version null for the newest */
    public FinishRuleBody rule(String name, @Nullable Integer version) {
        return http.send("GET", query(path("rules", name), parameters("version", version)), null, FinishRuleBody.class);
    }

    public Page<FinishRuleBody> ruleVersions(String name) {
        return http.send("GET", path("rules", name, "versions"), null, Page.class, FinishRuleBody.class);
    }

    /** Becomes the next version of its name. */
    public FinishRuleBody keepRule(FinishRule rule) {
        return http.send("PUT", path("rules", rule.name()), rule, FinishRuleBody.class);
    }

    public Page<AgentBody> agents(@Nullable String after) {
        return page("agents", after, AgentBody.class);
    }

    public Enrolment enrol(EnrolRequest request) {
        return http.send("POST", path("agents", "enrol"), request, Enrolment.class);
    }

    /** By which receipts are checked; asks for no token. */
    public ReceiptKeyBody receiptKey() {
        return http.send("GET", path("receipts", "key"), null, ReceiptKeyBody.class);
    }

    public DatasetReceiptBody datasetReceipt(String dataset) {
        return http.send("GET", path("datasets", dataset, "receipt"), null, DatasetReceiptBody.class);
    }

    // Things of a notebook

    public ExperimentBody createExperiment(ExperimentBody experiment) {
        return http.send("POST", path("experiments"), experiment, ExperimentBody.class);
    }

    public Page<ExperimentBody> experiments(@Nullable String after) {
        return page("experiments", after, ExperimentBody.class);
    }

    public ProtocolBody createProtocol(ProtocolBody protocol) {
        return http.send("POST", path("protocols"), protocol, ProtocolBody.class);
    }

    public Page<ProtocolBody> protocols(@Nullable String after) {
        return page("protocols", after, ProtocolBody.class);
    }

    public SoftwareBody createSoftware(SoftwareBody software) {
        return http.send("POST", path("software"), software, SoftwareBody.class);
    }

    public Page<SoftwareBody> software(@Nullable String after) {
        return page("software", after, SoftwareBody.class);
    }

    public SampleBody createSample(SampleBody sample) {
        return http.send("POST", path("samples"), sample, SampleBody.class);
    }

    public Page<SampleBody> samples(@Nullable String after) {
        return page("samples", after, SampleBody.class);
    }

    public PersonBody createPerson(PersonBody person) {
        return http.send("POST", path("persons"), person, PersonBody.class);
    }

    public Page<PersonBody> persons(@Nullable String after) {
        return page("persons", after, PersonBody.class);
    }

    // Datasets, search, crate

    public Page<DatasetBody> datasets(@Nullable String notebook, @Nullable String after) {
        String path = query(path("datasets"), parameters("notebook", notebook, "after", after));
        return http.send("GET", path, null, Page.class, DatasetBody.class);
    }

    public DatasetBody dataset(String id) {
        return http.send("GET", path("datasets", id), null, DatasetBody.class);
    }

    public Page<FileBody> datasetFiles(String id, @Nullable String after) {
        String path = query(path("datasets", id, "files"), parameters("after", after));
        return http.send("GET", path, null, Page.class, FileBody.class);
    }

    /** Adds a link; with {@code ifMatch}, only if the dataset's ETag is still that. */
    public DatasetBody addLink(String id, NewLink link, @Nullable String ifMatch) {
        return http.sendIf("POST", path("datasets", id, "links"), link, ifMatch, DatasetBody.class);
    }

    /** Seals a dataset, for good. */
    public DatasetBody seal(String id) {
        return http.send("POST", path("datasets", id, "seal"), null, DatasetBody.class);
    }

    public Page<ActivityBody> provenance(String id) {
        return http.send("GET", path("datasets", id, "provenance"), null, Page.class, ActivityBody.class);
    }

    public SearchAnswer search(String q, @Nullable String notebook, @Nullable Integer limit) {
        String path = query(path("search"), parameters("q", q, "notebook", notebook, "limit", limit));
        return http.send("GET", path, null, SearchAnswer.class);
    }

    /** The notebook's {@code ro-crate-metadata.json}, as text. */
    public String crate(String notebook) {
        return http.text(path("notebooks", notebook, "crate"));
    }

    // Plans

    public PlanBody importPlan(String notebook, String madmp) {
        return http.sendText("POST", query(path("plans"), parameters("notebook", notebook)), madmp, PlanBody.class);
    }

    public Page<PlanBody> plans(@Nullable String after) {
        return page("plans", after, PlanBody.class);
    }

    public PlanBody plan(String id) {
        return http.send("GET", path("plans", id), null, PlanBody.class);
    }

    public PlanCheck validatePlan(String madmp) {
        return http.sendText("POST", path("plans", "validate"), madmp, PlanCheck.class);
    }

    public PlanBody approvePlan(String id, boolean dryRun) {
        String path = query(path("plans", id, "approve"), parameters("dryRun", dryRun ? true : null));
        return http.send("POST", path, null, PlanBody.class);
    }

    public DriftBody drift(String plan) {
        return http.send("GET", path("plans", plan, "drift"), null, DriftBody.class);
    }

    /** The plan as maDMP JSON, as text. */
    public String exportPlan(String id, String version) {
        return http.text(query(path("plans", id, "export"), parameters("version", version)));
    }

    // Connectors

    public void createLabguru(NewConnector connector) {
        http.sendOnly("POST", path("connectors", "labguru"), connector);
    }

    public SyncBody syncLabguru(String name) {
        return http.send("POST", path("connectors", "labguru", name, "sync"), null, SyncBody.class);
    }

    private <T> Page<T> page(String route, @Nullable String after, Class<T> of) {
        return http.send("GET", query(path(route), parameters("after", after)), null, Page.class, of);
    }
}
