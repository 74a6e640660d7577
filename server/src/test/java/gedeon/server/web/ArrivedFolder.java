package gedeon.server.web;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.metadata.Agents;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Instrument;
import gedeon.metadata.Manifest;
import gedeon.metadata.Source;
import gedeon.server.assembly.Assembly;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An acquisition of several files that an agent brought to a notebook, tied to nothing.
 *
 * @param folder what the keys of its files begin with
 */
record ArrivedFolder(UUID dataset, String bucket, String folder) {
    static ArrivedFolder of(Assembly server, int notebook, String name, int count) throws Exception {
        Catalogue catalogue = server.bean(Catalogue.class);
        ObjectStore store = server.bean(ObjectStore.class);
        store.createRawBucket(notebook, "raw-" + notebook);
        Instrument instrument = catalogue
                .instruments()
                .register(new Instrument.Draft(notebook, "laser-" + notebook, null, null, null, null));
        catalogue
                .instruments()
                .put(
                        instrument.id(),
                        new Source(
                                "runs",
                                "/data",
                                null,
                                Source.Kind.FOLDER,
                                null,
                                Duration.ofSeconds(2),
                                "runs/",
                                null,
                                1),
                        "head");
        Agents.Enrolled enrolled = catalogue
                .agents()
                .enrol(catalogue.instruments().code(instrument.id(), 1).code(), "pc-" + notebook, "Linux", "0.1.0");
        Agents.Agent agent = catalogue
                .agents()
                .byAccount(server.bean(Notebooks.class)
                        .byToken(enrolled.token())
                        .orElseThrow()
                        .id())
                .orElseThrow();
        Bucket bucket = store.bucket(agent.bucket()).orElseThrow();
        Instant finished = Instant.parse("2026-11-18T14:22:05Z");
        byte[] body = new byte[30];
        Digest sha256 = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(body));
        List<Manifest.File> files = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String path = i + ".txt";
            String key = "runs/" + name + "/" + path;
            store.put(TestGateway.aPut(bucket, key, body));
            files.add(new Manifest.File(path, key, null, new ByteCount(body.length), sha256, finished));
        }
        UUID dataset = catalogue
                .intake()
                .accept(
                        agent,
                        new Manifest(
                                "runs",
                                name,
                                new Manifest.Verdict("quiet", 0.9, false),
                                null,
                                finished,
                                null,
                                null,
                                files))
                .dataset();
        return new ArrivedFolder(dataset, bucket.name(), "runs/" + name + "/");
    }
}
