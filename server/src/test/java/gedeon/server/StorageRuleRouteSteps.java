package gedeon.server;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.assembly.Assembly;
import gedeon.storage.Await;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.jdbc.JdbcTiers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Storage policies, seals and what lifecycles had to keep, through a whole server. */
final class StorageRuleRouteSteps {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Assembly server;
    private final String admin;
    private final Sql sql;
    private final ObjectStore store;
    private final int sandbox;
    private final String house;

    StorageRuleRouteSteps(Assembly server, String admin) {
        this.server = server;
        this.admin = admin;
        this.sql = new Sql(server.bean(DataSource.class));
        this.store = server.bean(ObjectStore.class);
        this.sandbox = store.bucket("raw-sandbox").orElseThrow().notebook();
        this.house = server.bean(JdbcTiers.class).all().getFirst().name();
    }

    private String token(String name, Role role) {
        Notebooks notebooks = server.bean(Notebooks.class);
        long id = notebooks.account(name, Principal.Kind.PERSON).id();
        notebooks.grant(id, role, new On.Notebook(sandbox));
        return notebooks.issueToken(id, "test", null);
    }

    private String said(String method, String path, String body, String token, int status) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1" + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        return answer.body();
    }

    private String policy(String rule) {
        return "{\"landing\":[\"" + house + "\"],\"rules\":[{\"to\":\"" + house + "\"," + rule + "}]}";
    }

    void aRuleSpeaksOfSealsAndRetention() throws Exception {
        String rule = "\"state\":\"sealed\",\"retained\":true,\"retainedFor\":\"P365D\"";
        assertThat(said("PUT", "/policies/closed", policy(rule), admin, 200)).contains(rule);
        assertThat(said("GET", "/policies/closed", "", admin, 200)).contains(rule);
        assertThat(said("PUT", "/policies/wrong", policy("\"state\":\"draft\""), admin, 422))
                .contains("state");
        assertThat(said("PUT", "/policies/wrong", policy("\"retained\":false,\"retainedFor\":\"P1D\""), admin, 422))
                .contains("no version is both");
        assertThat(said("PUT", "/policies/wrong", policy("\"retainedFor\":\"PT1H\""), admin, 422))
                .contains("retainedFor");
        said("DELETE", "/policies/closed", "", admin, 204);
    }

    void whatTiersAreNotIsRefusedByName() throws Exception {
        String landing = "{\"landing\":[\"" + house + "\"]";
        assertThat(said("PUT", "/policies/two", landing + ",\"copyCount\":9,\"differentPlaces\":true}", admin, 422))
                .contains("9 copies in different places", house);
        assertThat(said("PUT", "/policies/two", landing + ",\"differentPlaces\":true}", admin, 422))
                .contains("copyCount");
        assertThat(said("PUT", "/policies/two", landing + ",\"onlyCountry\":\"CH\"}", admin, 422))
                .contains("in a country that is not known");
        assertThat(said("PUT", "/policies/two", landing + ",\"copyCount\":0}", admin, 422))
                .contains("1 to 10");
        said(
                "PATCH",
                "/tiers/" + house,
                "{\"traits\":{\"country\":\"CH\",\"healthData\":true,\"place\":\"Genève\"}}",
                admin,
                200);
        assertThat(said("GET", "/tiers", "", admin, 200)).contains("\"place\":\"Genève\"");
        assertThat(said("PUT", "/policies/two", landing + ",\"onlyCountry\":\"CH\",\"healthData\":true}", admin, 200))
                .contains("\"onlyCountry\":\"CH\",\"healthData\":true,\"unmet\":[]");
        said("PATCH", "/tiers/" + house, "{\"traits\":{\"healthData\":false}}", admin, 200);
        assertThat(said("GET", "/policies/two", "", admin, 200)).contains("is not known to be certified");
        said("DELETE", "/policies/two", "", admin, 204);
    }

    void aDatasetIsSealedAndItsBucketSaysWhatItKept() throws Exception {
        Bucket bucket = store.createBucket(sandbox, "sealing", false);
        store.put(TestGateway.aPut(bucket, "table.csv", new byte[7]));
        Await.until(() -> dataset().size() == 1);
        String path = "/datasets/" + dataset().getFirst() + "/seal";
        said("POST", path, "", token("seal-carl", Role.CONTRIBUTOR), 403);
        assertThat(said("POST", path, "", token("seal-max", Role.MANAGER), 200)).contains("\"state\":\"sealed\"");
        Await.until(() -> !sql.list(
                        row -> true, "select 1 from storage.version where bucket_id = ? and sealed", bucket.id())
                .isEmpty());
        String reader = token("seal-rita", Role.READER);
        assertThat(said("GET", "/buckets/sealing/lifecycle", "", reader, 200))
                .isEqualTo("{\"bucket\":\"sealing\",\"rules\":0,\"keptBack\":[],\"examples\":[]}");
        // As a walk writes it down; before there is a rule, which takes the bucket up for a walk of its own.
        sql.update(
                "insert into storage.lifecycle_walk (bucket_id, due, walked, kept_last) values (?, now() + interval '1 hour', now(), ?::jsonb)",
                bucket.id(),
                "{\"SEALED\":{\"versions\":3,\"bytes\":7,\"examples\":[{\"key\":\"table.csv\",\"version\":\"null\",\"said\":null}]}}");
        store.set(
                bucket,
                BucketSetting.LIFECYCLE,
                "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>");
        assertThat(said("GET", "/buckets/sealing/lifecycle", "", reader, 200))
                .contains("\"rules\":1", "\"walked\":", "\"next\":")
                .contains("\"keptBack\":[{\"why\":\"sealed\",\"versions\":3,\"bytes\":7}]")
                .contains("\"examples\":[{\"why\":\"sealed\",\"key\":\"table.csv\",\"version\":\"null\"}]");
    }

    private List<UUID> dataset() {
        return sql.list(
                row -> row.getObject(1, UUID.class), "select id from catalogue.dataset where bucket = 'sealing'");
    }
}
