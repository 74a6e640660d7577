package gedeon.server;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every REST route with what callers get who have nothing to do with it. {@code WholeServerTests} asks each, and fails where a route has no row here.
 *
 * @param unknown without a token
 * @param stranger a person without any role
 * @param neighbour the owner of a notebook of another unit
 */
record RouteRows(String method, String address, @Nullable String body, int unknown, int stranger, int neighbour) {
    static final String MANIFEST =
            """
            {"source":"runs","name":"run 1","verdict":{"rule":"quiet","confidence":1,"provisional":false},"finished":"2026-11-24T10:00:00Z",\
            "files":[{"path":"a.txt","key":"runs/a.txt","size":3,"sha256":"%s","modified":"2026-11-24T09:59:00Z"}]}""".formatted("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // of "abc"

    private static final String TABLE = """
            GET | /me | | 401 | 200 | 200
            PUT | /me/email | {"email":"a.person@example.org"} | 401 | 200 | 200
            GET | /accounts/nothing | | 401 | 403 | 403
            PUT | /accounts/nothing/email | {"email":"a.person@example.org"} | 401 | 403 | 403
            POST | /mail/test | {"to":"a.person@example.org"} | 401 | 403 | 403
            GET | /status | | 401 | 200 | 200
            POST | /units | {"name":"u"} | 401 | 403 | 403
            GET | /units | | 401 | 200 | 200
            GET | /units/institution | | 401 | 403 | 403
            PATCH | /units/institution | {"overallocation":-1,"warnAt":70,"alarmAt":90,"graceDays":30} | 401 | 403 | 403
            POST | /notebooks | {"name":"n","unit":"institution","quota":1} | 401 | 403 | 403
            GET | /notebooks | | 401 | 200 | 200
            GET | /notebooks/sandbox | | 401 | 403 | 403
            GET | /notebooks/nothing | | 401 | 403 | 403
            PATCH | /notebooks/sandbox | {"confidential":true,"encrypted":true} | 401 | 403 | 403
            GET | /notebooks/sandbox/quota | | 401 | 403 | 403
            GET | /notebooks/sandbox/quota/places | | 401 | 403 | 403
            PUT | /notebooks/sandbox/quota | {"limit":1} | 401 | 403 | 403
            POST | /notebooks/sandbox/move | {"unit":"institution"} | 401 | 403 | 403
            POST | /notebooks/sandbox/move?dryRun=true | {"unit":"faraway"} | 401 | 403 | 403
            POST | /units/institution/move | {"parent":"faraway"} | 401 | 403 | 403
            POST | /units/institution/move?dryRun=true | {"parent":"faraway"} | 401 | 403 | 403
            POST | /notebooks/sandbox/quota/requests | {"more":1000,"reason":"two more runs"} | 401 | 403 | 403
            GET | /notebooks/sandbox/quota/requests | | 401 | 403 | 403
            GET | /quota/requests | | 401 | 200 | 200
            POST | /quota/requests/0/grant | {"limit":1000,"words":"yes"} | 401 | 403 | 403
            POST | /quota/requests/0/refuse | {"words":"no"} | 401 | 403 | 403
            POST | /quota/verify | | 401 | 403 | 403
            POST | /notebooks/sandbox/keys | {"role":"reader"} | 401 | 403 | 403
            POST | /notebooks/sandbox/temporary-keys | {"role":"reader"} | 401 | 403 | 403
            GET | /notebooks/sandbox/keys | | 401 | 403 | 403
            POST | /notebooks/sandbox/webhooks | {"name":"lims","url":"https://93.184.216.34/hook"} | 401 | 403 | 403
            GET | /notebooks/sandbox/webhooks | | 401 | 403 | 403
            DELETE | /notebooks/sandbox/webhooks/lims | | 401 | 403 | 403
            DELETE | /keys/GEDNOTHING | | 401 | 403 | 403
            DELETE | /keys/KEY | | 401 | 403 | 403
            GET | /encryption | | 401 | 403 | 403
            POST | /encryption/rotate | | 401 | 403 | 403
            GET | /notebooks/sandbox/encryption | | 401 | 403 | 403
            PUT | /notebooks/sandbox/encryption | {"encrypted":true} | 401 | 403 | 403
            POST | /notebooks/sandbox/encryption/keys | {"name":"beamline"} | 401 | 403 | 403
            POST | /notebooks/sandbox/encryption/renew | {"key":"beamline"} | 401 | 403 | 403
            POST | /notebooks/sandbox/encryption/withdraw | {"generation":1} | 401 | 403 | 403
            POST | /notebooks/sandbox/encryption/destroy | {"confirm":"another","bypassGovernance":false} | 401 | 403 | 403
            POST | /notebooks/sandbox/encryption/destroy?dryRun=true | {"confirm":"","bypassGovernance":false} | 401 | 403 | 403
            GET | /notebooks/sandbox/buckets | | 401 | 403 | 403
            POST | /notebooks/sandbox/buckets | {"name":"b-one","versioned":false} | 401 | 403 | 403
            GET | /buckets/raw-sandbox/objects | | 401 | 403 | 403
            GET | /buckets/nothing/objects | | 401 | 403 | 403
            GET | /buckets/raw-sandbox/lifecycle | | 401 | 403 | 403
            POST | /buckets/raw-sandbox/waste | {"prefix":"none/","reason":"a test"} | 401 | 403 | 403
            GET | /buckets/raw-sandbox/waste | | 401 | 403 | 403
            POST | /buckets/raw-sandbox/waste/unmark | {"prefix":"none/"} | 401 | 403 | 403
            POST | /buckets/raw-sandbox/waste/preview | {"prefix":"none/","bypassGovernance":false} | 401 | 403 | 403
            POST | /buckets/raw-sandbox/waste/dispose | {"prefix":"none/","bypassGovernance":false,"confirm":"another"} | 401 | 403 | 403
            POST | /buckets/raw-sandbox/disposals | {"prefix":"none/","reason":"a test"} | 401 | 403 | 403
            POST | /buckets/raw-sandbox/disposals/preview | {"prefix":"none/"} | 401 | 403 | 403
            GET | /buckets/raw-sandbox/tombstones | | 401 | 403 | 403
            GET | /buckets/raw-sandbox/versions?key=runs/a.txt&version=VERSION | | 401 | 403 | 403
            GET | /notebooks/sandbox/disposals | | 401 | 403 | 403
            GET | /disposals | | 401 | 200 | 200
            GET | /disposals/DISPOSAL | | 401 | 403 | 403
            GET | /disposals/DISPOSAL/preview | | 401 | 403 | 403
            GET | /disposals/DISPOSAL/tombstones | | 401 | 403 | 403
            POST | /disposals/0/approve | {"confirm":"another","bypassGovernance":false,"words":"yes"} | 401 | 403 | 403
            POST | /disposals/0/refuse | {"words":"no"} | 401 | 403 | 403
            POST | /disposals/0/withdraw | {"words":"after all"} | 401 | 403 | 403
            POST | /instruments | {"name":"i","notebook":"sandbox"} | 401 | 403 | 403
            GET | /instruments | | 401 | 200 | 200
            GET | /instruments?notebook=sandbox | | 401 | 403 | 403
            GET | /instruments/balance | | 401 | 403 | 403
            GET | /instruments/nothing | | 401 | 403 | 403
            POST | /instruments/balance/code | | 401 | 403 | 403
            POST | /instruments/balance/sources | {"name":"s","folder":"/data","kind":"FILE","quietSeconds":5} | 401 | 403 | 403
            GET | /instruments/balance/sources | | 401 | 403 | 403
            GET | /instruments/balance/settings | | 401 | 403 | 403
            GET | /instruments/balance/settings/versions | | 401 | 403 | 403
            PUT | /instruments/balance/settings?dryRun=true | {"senders":4,"bandwidth":[{"days":"mon-fri","from":"08:00","to":"19:00","limit":"20MB"}]} | 401 | 403 | 403
            POST | /instruments/balance/settings/back?dryRun=true | {"to":1} | 401 | 403 | 403
            POST | /instruments/balance/pause | {"reason":"the disk is changed"} | 401 | 403 | 403
            POST | /instruments/balance/resume | | 401 | 403 | 403
            POST | /instruments/balance/rescan | | 401 | 403 | 403
            POST | /instruments/balance/log-level | {"level":"debug"} | 401 | 403 | 403
            PUT | /instruments/balance/calendar | {"text":"BEGIN:VCALENDAR"} | 401 | 403 | 403
            GET | /instruments/nothing/calendar | | 401 | 403 | 403
            DELETE | /instruments/balance/calendar | | 401 | 403 | 403
            POST | /agents/AGENT/pause | {"reason":"the disk is changed"} | 401 | 403 | 403
            POST | /agents/AGENT/resume | | 401 | 403 | 403
            POST | /agents/AGENT/rescan | | 401 | 403 | 403
            POST | /agents/AGENT/log-level | {"level":"debug"} | 401 | 403 | 403
            POST | /agents/nothing/rescan | | 401 | 403 | 403
            POST | /agents/release | {"version":"0.0.1","url":"https://example.org/agent.jar","sha256":"abc"} | 401 | 403 | 403
            GET | /agents/release | | 401 | 403 | 200
            POST | /agents/enrol | {"code":"wrong","hostname":"h","os":"o","version":"1"} | 403 | 403 | 403
            GET | /agents | | 401 | 403 | 200
            GET | /agents/me/sources | | 401 | 403 | 403
            GET | /agents/me/settings | | 401 | 403 | 403
            POST | /agents/me/heartbeats | {"backlog":0,"sent":0,"disk":1,"clock":"2026-11-24T10:00:00Z","agentVersion":"1","messages":[]} | 401 | 403 | 403
            POST | /agents/me/acquisitions | MANIFEST | 401 | 403 | 403
            GET | /agents/me/acquisitions | | 401 | 403 | 403
            GET | /agents/me/acquisitions/DATASET/files | | 401 | 403 | 403
            GET | /agents/me/uploads | | 401 | 403 | 403
            GET | /agents/me/acquisitions/receipt?source=runs&name=run%201 | | 401 | 403 | 403
            POST | /agents/me/acquisitions/recheck | {"source":"runs","name":"a.txt","receipt":"none"} | 401 | 403 | 403
            POST | /agents/me/acquisitions/freed | {"source":"runs","name":"a.txt","receipt":"none"} | 401 | 403 | 403
            GET | /receipts/key | | 200 | 200 | 200
            POST | /agents/me/reservations | {"acquisition":"run1.d","source":"s","bytes":1,"objects":1} | 401 | 403 | 403
            DELETE | /agents/me/reservations/00000000-0000-0000-0000-000000000000 | | 401 | 403 | 403
            POST | /experiments | {"name":"e","notebook":"sandbox"} | 401 | 403 | 403
            GET | /experiments | | 401 | 403 | 200
            POST | /protocols | {"name":"p","version":"1","notebook":"sandbox"} | 401 | 403 | 403
            GET | /protocols | | 401 | 403 | 200
            POST | /samples | {"name":"s","notebook":"sandbox"} | 401 | 403 | 403
            GET | /samples | | 401 | 403 | 200
            POST | /software | {"name":"s","version":"1"} | 401 | 403 | 201
            GET | /software | | 401 | 403 | 200
            POST | /persons | {"name":"Aude Marin"} | 401 | 403 | 201
            GET | /persons | | 401 | 403 | 200
            GET | /datasets | | 401 | 200 | 200
            GET | /datasets?notebook=sandbox | | 401 | 403 | 403
            GET | /datasets/DATASET | | 401 | 403 | 403
            GET | /datasets/nothing | | 401 | 403 | 403
            GET | /datasets/DATASET/files | | 401 | 403 | 403
            GET | /datasets/DATASET/receipt | | 401 | 403 | 403
            POST | /datasets/DATASET/seal | | 401 | 403 | 403
            POST | /datasets/DATASET/links | {"relation":"about","kind":"sample","name":"s"} | 401 | 403 | 403
            GET | /datasets/DATASET/provenance | | 401 | 403 | 403
            GET | /search?q=run | | 401 | 200 | 200
            GET | /search?q=run&notebook=sandbox | | 401 | 403 | 403
            GET | /notebooks/sandbox/crate | | 401 | 403 | 403
            POST | /plans?notebook=sandbox | {"dmp":{}} | 401 | 403 | 403
            POST | /plans?notebook=nothing | {"dmp":{}} | 401 | 403 | 403
            GET | /plans | | 401 | 200 | 200
            GET | /plans?notebook=sandbox | | 401 | 403 | 403
            POST | /plans/validate | {"dmp":{}} | 401 | 200 | 200
            GET | /plans/PLAN | | 401 | 403 | 403
            GET | /plans/nothing | | 401 | 403 | 403
            GET | /plans/PLAN/versions | | 401 | 403 | 403
            POST | /plans/PLAN/approve | | 401 | 403 | 403
            POST | /plans/PLAN/approve?dryRun=true | | 401 | 403 | 403
            GET | /plans/PLAN/drift | | 401 | 403 | 403
            GET | /plans/PLAN/export | | 401 | 403 | 403
            GET | /tiers | | 401 | 403 | 403
            GET | /tiers?count=true | | 401 | 403 | 403
            POST | /tiers | {"name":"cold","kind":"posix","settings":{"root":"not/absolute"},"rank":5,"traits":{"country":"FR"}} | 401 | 403 | 403
            PATCH | /tiers/nothing | {"state":"draining","confirm":"nothing","rank":1,"traits":{"copies":2}} | 401 | 403 | 403
            POST | /tiers/nothing/drain | | 401 | 403 | 403
            POST | /tiers/nothing/drain?dryRun=true | | 401 | 403 | 403
            POST | /tiers/nothing/check | | 401 | 403 | 403
            POST | /tiers/nothing/audit | | 401 | 403 | 403
            GET | /tiers/nothing/lost | | 401 | 403 | 403
            GET | /tiers/nothing/lost?after=00000000000000000000000000000000&limit=5 | | 401 | 403 | 403
            POST | /tiers/nothing/lost/00000000000000000000000000000000/put-back | | 401 | 403 | 403
            DELETE | /tiers/nothing/lost/00000000000000000000000000000000?confirm=nothing | | 401 | 403 | 403
            DELETE | /tiers/nothing | | 401 | 403 | 403
            POST | /adoptions | {"folder":"/etc","notebook":"sandbox","bandwidth":0} | 401 | 403 | 403
            POST | /adoptions?dryRun=true | {"folder":"/etc","notebook":"sandbox","bandwidth":0} | 401 | 403 | 403
            GET | /adoptions/nothing | | 401 | 403 | 403
            GET | /adoptions/nothing?findings=5 | | 401 | 403 | 403
            POST | /adoptions/nothing/again | {"take":false,"bandwidth":0} | 401 | 403 | 403
            GET | /backups | | 401 | 403 | 403
            POST | /backups | | 401 | 403 | 403
            GET | /rules | | 401 | 200 | 200
            GET | /rules/nothing | | 401 | 404 | 404
            GET | /rules/thermo-raw?version=1 | | 401 | 200 | 200
            GET | /rules/thermo-raw/versions | | 401 | 200 | 200
            PUT | /rules/lab | {"name":"lab","version":1,"kind":"FILE","takes":["*"],"companions":[],"least":0,"signs":[{"by":"QUIET","confidence":0.5,"restSeconds":60}]} | 401 | 403 | 403
            GET | /policies | | 401 | 403 | 403
            GET | /policies/nothing | | 401 | 403 | 403
            PUT | /policies/plain | {"landing":["nowhere"],"copies":["cold"],"rules":[{"to":"cold","olderThan":"P90D","largerThan":1}],"fixityDays":30} | 401 | 403 | 403
            PUT | /policies/plain?dryRun=true | {"landing":["nowhere"]} | 401 | 403 | 403
            DELETE | /policies/nothing | | 401 | 403 | 403
            GET | /notebooks/sandbox/policy | | 401 | 403 | 403
            PUT | /notebooks/sandbox/policy | {"policy":"nothing"} | 401 | 403 | 403
            PUT | /notebooks/sandbox/policy?dryRun=true | {"policy":"nothing"} | 401 | 403 | 403
            GET | /jobs | | 401 | 403 | 403
            GET | /jobs/1 | | 401 | 403 | 403
            POST | /jobs/999999/pause | | 401 | 403 | 403
            POST | /jobs/999999/resume | | 401 | 403 | 403
            POST | /jobs/999999/cancel | | 401 | 403 | 403
            POST | /jobs/999999/run | | 401 | 403 | 403
            PATCH | /jobs/999999 | {"bandwidth":1000000} | 401 | 403 | 403
            GET | /fixity | | 401 | 403 | 403
            GET | /processes | | 401 | 403 | 403
            GET | /fixity/rounds | | 401 | 403 | 403
            POST | /connectors/labguru | {"name":"lab","url":"https://labguru.example.org","token":"secret-of-labguru","notebook":"sandbox"} | 401 | 403 | 403
            POST | /connectors/labguru/lab/sync | | 401 | 403 | 403
            """;

    /** Fields that must be given, by route. Routes that are not named take any body that they can read. */
    static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry("/mail/test", List.of("to")),
            Map.entry("/units", List.of("name")),
            Map.entry("/notebooks", List.of("name", "unit", "quota")),
            Map.entry("/notebooks/sandbox/quota", List.of("limit")),
            Map.entry("/notebooks/sandbox/quota/requests", List.of("more", "reason")),
            Map.entry("/quota/requests/0/refuse", List.of("words")),
            Map.entry("/notebooks/sandbox/move", List.of("unit")),
            Map.entry("/notebooks/sandbox/encryption", List.of("encrypted")),
            Map.entry("/notebooks/sandbox/encryption/keys", List.of("name")),
            Map.entry("/notebooks/sandbox/encryption/withdraw", List.of("generation")),
            Map.entry("/notebooks/sandbox/encryption/destroy", List.of("confirm", "bypassGovernance")),
            Map.entry("/notebooks/sandbox/buckets", List.of("name", "versioned")),
            Map.entry("/buckets/raw-sandbox/waste/preview", List.of("bypassGovernance")),
            Map.entry("/buckets/raw-sandbox/waste/dispose", List.of("bypassGovernance")),
            Map.entry("/disposals/0/approve", List.of("confirm", "bypassGovernance")),
            Map.entry("/tiers", List.of("name", "kind")),
            Map.entry("/policies/plain", List.of("landing")),
            Map.entry("/jobs/999999", List.of("bandwidth")),
            Map.entry("/instruments", List.of("name", "notebook")),
            Map.entry("/instruments/balance/sources", List.of("name", "folder", "kind", "quietSeconds")),
            Map.entry("/instruments/balance/settings/back", List.of("to")),
            Map.entry("/instruments/balance/log-level", List.of("level")),
            Map.entry("/agents/AGENT/log-level", List.of("level")),
            Map.entry("/agents/release", List.of("version", "url", "sha256")),
            Map.entry("/agents/enrol", List.of("code", "hostname", "os", "version")),
            Map.entry("/agents/me/heartbeats", List.of("backlog", "sent", "disk", "clock", "agentVersion")),
            Map.entry("/agents/me/acquisitions", List.of("source", "name", "verdict", "finished")),
            Map.entry("/agents/me/acquisitions/recheck", List.of("source", "name", "receipt")),
            Map.entry("/agents/me/acquisitions/freed", List.of("source", "name", "receipt")),
            Map.entry("/agents/me/reservations", List.of("acquisition", "source", "bytes", "objects")),
            Map.entry("/experiments", List.of("name", "notebook")),
            Map.entry("/protocols", List.of("name", "version", "notebook")),
            Map.entry("/samples", List.of("name", "notebook")),
            Map.entry("/software", List.of("name", "version")),
            Map.entry("/persons", List.of("name")),
            Map.entry("/datasets/DATASET/links", List.of("relation", "kind", "name")),
            Map.entry("/connectors/labguru", List.of("name", "url", "token", "notebook")));

    static List<RouteRows> all() {
        return TABLE.lines().map(RouteRows::row).toList();
    }

    private static RouteRows row(String line) {
        String[] cells = line.split("\\s*\\|\\s*", -1);
        String body = cells[2].isEmpty() ? null : cells[2].equals("MANIFEST") ? MANIFEST : cells[2];
        return new RouteRows(
                cells[0],
                cells[1],
                body,
                Integer.parseInt(cells[3]),
                Integer.parseInt(cells[4]),
                Integer.parseInt(cells[5]));
    }

    boolean writes() {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    String path() {
        return address.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
        return method + " " + address;
    }
}
