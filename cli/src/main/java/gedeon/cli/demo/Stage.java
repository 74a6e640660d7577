package gedeon.cli.demo;

import gedeon.cli.Shell;
import gedeon.client.GedeonClient;
import gedeon.client.wire.DatasetBody;
import gedeon.client.wire.Page;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every step works with: who tells, which server, where on disk, and what the instrument will write. */
record Stage(
        Shell shell,
        Narrator narrator,
        GedeonClient server,
        Map<String, String> credentials,
        Path temporary,
        Script script) {
    static final String UNIT = "biochimie";
    static final String NOTEBOOK = "cafeine-2026";
    static final String INSTRUMENT = "plateforme-analytique";

    /** Room that the plan leaves beside what the instrument writes. */
    static final long SLACK = 1_000_000;

    long plannedBytes() {
        return script.bytes() + SLACK;
    }

    Path watched() {
        return temporary.resolve("instrument");
    }

    Instant now() {
        return shell.clock().instant();
    }

    String setting(String name) {
        return Optional.ofNullable(credentials.get(name))
                .orElseThrow(() -> new DemoFailure("the server's credentials.env lacks " + name));
    }

    /** All datasets of the demo's notebook. */
    List<DatasetBody> datasets() {
        List<DatasetBody> datasets = new ArrayList<>();
        String after = null;
        do {
            Page<DatasetBody> page = server.datasets(NOTEBOOK, after);
            datasets.addAll(page.items());
            after = page.next();
        } while (after != null);
        return datasets;
    }

    @Override
    public String toString() {
        return "Stage[" + temporary + "]";
    }
}
