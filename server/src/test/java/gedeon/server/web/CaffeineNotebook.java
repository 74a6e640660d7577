package gedeon.server.web;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.metadata.Agents;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Datasets;
import gedeon.metadata.Instrument;
import gedeon.metadata.Manifest;
import gedeon.metadata.Source;
import gedeon.metadata.Thing;
import gedeon.metadata.ThingKind;
import gedeon.metadata.search.DatasetSearch;
import gedeon.server.assembly.Assembly;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The notebook {@code sandbox} with a spectrum that is tied to everything, and one whose name is an attack. */
final class CaffeineNotebook {
    static final String SPECTRUM = "caffeine-1h.jdx";
    static final String ATTACK = "<script>alert(1)</script>.jdx";
    static final byte[] BYTES = """
            ##TITLE=caffeine 1H
            ##JCAMP-DX=5.01
            ##DATA TYPE=NMR SPECTRUM
            ##DATA CLASS=XYDATA
            ##OWNER=Zelda Quinn
            ##.OBSERVE FREQUENCY=400.13
            ##.SOLVENT NAME=CDCl3
            ##TEMPERATURE=298.0
            ##XUNITS=PPM
            ##YUNITS=ARBITRARY UNITS
            ##FIRSTX=12
            ##LASTX=9
            ##NPOINTS=4
            ##XFACTOR=1
            ##YFACTOR=1
            ##XYDATA=(X++(Y..Y))
            12 1 2 3 4
            ##END=
            """.getBytes(StandardCharsets.US_ASCII);

    final UUID spectrum;
    final UUID attack;

    private final Assembly server;
    private final Catalogue catalogue;
    private final ObjectStore store;
    private final int notebook;

    CaffeineNotebook(Assembly server) throws Exception {
        this.server = server;
        this.catalogue = server.bean(Catalogue.class);
        this.store = server.bean(ObjectStore.class);
        this.notebook =
                server.bean(Notebooks.class).notebook("sandbox").orElseThrow().id();
        catalogue
                .things()
                .add(new Thing.Draft(
                        ThingKind.EXPERIMENT,
                        notebook,
                        "EXP-42",
                        "",
                        "Dosage <b>of</b> caffeine",
                        "https://eln.example.org/experiments/42",
                        null,
                        null));
        catalogue
                .things()
                .add(new Thing.Draft(ThingKind.PROTOCOL, notebook, "Extraction", "3", null, null, null, null));
        catalogue.things().add(Thing.Draft.of(ThingKind.PERSON, null, "Josiah Carberry"));
        Agents.Agent agent = agent();
        spectrum = accept(agent, SPECTRUM);
        attack = accept(agent, ATTACK);
        for (Datasets.NewLink link : List.of(
                new Datasets.NewLink("followedProtocol", "protocol", "Extraction", "person", "admin"),
                new Datasets.NewLink("wasMadeBy", "person", "Josiah Carberry", "person", "admin"))) {
            catalogue.datasets().link(spectrum, link, null);
        }
        awaitRead();
    }

    private Agents.Agent agent() {
        Instrument instrument = catalogue
                .instruments()
                .register(new Instrument.Draft(notebook, "nmr-400", "Avance", "Bruker", "S-1", null));
        catalogue
                .instruments()
                .put(
                        instrument.id(),
                        new Source(
                                "spectra",
                                "/data",
                                "*.jdx",
                                Source.Kind.FILE,
                                null,
                                Duration.ofSeconds(2),
                                "spectra/",
                                "EXP-42",
                                1),
                        "head");
        String code = catalogue.instruments().code(instrument.id(), 1).code();
        Agents.Enrolled enrolled = catalogue.agents().enrol(code, "pc-1", "Linux", "0.1.0");
        return catalogue
                .agents()
                .byAccount(server.bean(Notebooks.class)
                        .byToken(enrolled.token())
                        .orElseThrow()
                        .id())
                .orElseThrow();
    }

    private UUID accept(Agents.Agent agent, String name) throws Exception {
        String key = "spectra/" + name;
        store.put(TestGateway.aPut(store.bucket(agent.bucket()).orElseThrow(), key, BYTES));
        Instant finished = Instant.parse("2026-11-18T14:22:05Z");
        Digest sha256 = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(BYTES));
        return catalogue
                .intake()
                .accept(
                        agent,
                        new Manifest(
                                "spectra",
                                name,
                                new Manifest.Verdict("quiet", 0.9, false),
                                null,
                                finished,
                                null,
                                null,
                                List.of(new Manifest.File(
                                        name, key, null, new ByteCount(BYTES.length), sha256, finished))))
                .dataset();
    }

    private void awaitRead() throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (catalogue.datasets().readings(notebook).getOrDefault("done", 0L) < 2) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not read within two minutes: " + catalogue.datasets().readings(notebook));
            }
            Thread.sleep(50);
        }
        if (!server.bean(DatasetSearch.class).awaitIndexed(Duration.ofMinutes(2))) {
            throw new AssertionError("not indexed within two minutes");
        }
    }
}
