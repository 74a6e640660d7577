package gedeon.cli.demo;

import gedeon.client.wire.BucketBody;
import gedeon.client.wire.DatasetBody;
import gedeon.client.wire.FileBody;
import gedeon.client.wire.KeyBody;
import gedeon.client.wire.NewBucket;
import gedeon.client.wire.NewKey;
import gedeon.client.wire.Page;
import gedeon.client.wire.QuotaBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens at the edge of the room, and the way out: the notebook as an RO-Crate. */
final class LimitSteps {
    private static final String BUCKET = "cafeine-resultats";

    private final Stage stage;

    LimitSteps(Stage stage) {
        this.stage = stage;
    }

    /** The owner's key of the demo's notebook. */
    KeyBody key() {
        return stage.server().createKey(Stage.NOTEBOOK, new NewKey(null));
    }

    S3Door door(KeyBody key) {
        return new S3Door(stage.setting("GEDEON_S3_URL"), key.accessKey(), String.valueOf(key.secretKey()));
    }

    /** One byte more than there is room for is refused, says why, and costs nothing. */
    int refused(S3Door door) throws Exception {
        stage.narrator().step("demo.refused");
        BucketBody bucket = stage.server().createBucket(Stage.NOTEBOOK, new NewBucket(BUCKET, false));
        QuotaBody before = stage.server().quota(Stage.NOTEBOOK);
        long asked = before.limit() - before.used() + 1;
        String reason = door.refusalOf(bucket.name(), "too-much.bin", asked)
                .orElseThrow(() -> new DemoFailure(
                        "an upload of " + asked + " bytes was taken with " + (asked - 1) + " bytes left"));
        QuotaBody after = stage.server().quota(Stage.NOTEBOOK);
        DemoFailure.unless(
                after.used() == before.used(),
                "a refused upload changed the quota's use from " + before.used() + " to " + after.used());
        stage.narrator().line("demo.refused.asked", asked, before.limit() - before.used());
        stage.narrator().line("demo.refused.reason", reason);
        return 1;
    }

    /** The crate's description with every file beside it, each with the SHA-256 it had on the instrument's computer. */
    Path crate(S3Door door, String bucket, List<DatasetBody> datasets) throws Exception {
        stage.narrator().step("demo.crate");
        Path folder = Files.createDirectories(stage.temporary().resolve("ro-crate"));
        String metadata = stage.server().crate(Stage.NOTEBOOK);
        Files.writeString(folder.resolve("ro-crate-metadata.json"), metadata);
        JsonNode graph = new JsonMapper().readTree(metadata).path("@graph");
        DemoFailure.unless(
                graph.isArray() && graph.size() > datasets.size(),
                "the RO-Crate describes " + graph.size() + " things, too few");
        long files = 0;
        for (DatasetBody dataset : datasets) {
            files += fetch(door, bucket, dataset, folder);
        }
        stage.narrator().line("demo.crate.written", folder, graph.size(), files);
        return folder;
    }

    private long fetch(S3Door door, String bucket, DatasetBody dataset, Path folder) throws Exception {
        long files = 0;
        String after = null;
        do {
            Page<FileBody> page = stage.server().datasetFiles(dataset.id(), after);
            for (FileBody file : page.items()) {
                Path target = folder.resolve(file.key()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("a key that leaves the folder: " + file.key());
                }
                String sha256 = door.fetch(bucket, file.key(), target);
                DemoFailure.unless(
                        sha256.equals(file.sha256()),
                        file.key() + " came back with SHA-256 " + sha256 + ", stored was " + file.sha256());
                files++;
            }
            after = page.next();
        } while (after != null);
        return files;
    }
}
