package gedeon.cli.demo;

import gedeon.client.wire.ExperimentBody;
import gedeon.client.wire.NewConnector;
import gedeon.client.wire.NewLink;
import gedeon.client.wire.Page;
import gedeon.client.wire.PersonBody;
import gedeon.client.wire.ProtocolBody;
import gedeon.client.wire.SoftwareBody;
import gedeon.client.wire.SyncBody;
import java.util.List;
import java.util.function.Predicate;

/** Experiment, protocol, person and software version: what stands in the laboratory's notebook. */
final class LabNotebookSteps {
    private final Stage stage;

    LabNotebookSteps(Stage stage) {
        this.stage = stage;
    }

    /** The names that datasets are linked to. */
    record Things(String experiment, List<NewLink> links) {}

    Things read(FakeLabguru labguru) {
        stage.narrator().step("demo.eln");
        stage.server().createLabguru(new NewConnector("labguru", labguru.url(), labguru.token(), Stage.NOTEBOOK));
        SyncBody read = stage.server().syncLabguru("labguru");
        DemoFailure.unless(
                read.experiments() > 0
                        && read.protocols() > 0
                        && read.persons() > 0
                        && read.problems().isEmpty(),
                "experiments, protocols and people should come from the lab's notebook software, came " + read);
        ExperimentBody experiment =
                one(stage.server().experiments(null), found -> found.name().equals("EXP-0042"));
        DemoFailure.unless(
                String.valueOf(experiment.elnUrl()).startsWith(labguru.url() + "/"),
                experiment.name() + " should lead back to the lab's notebook software, leads to "
                        + experiment.elnUrl());
        ProtocolBody protocol =
                one(stage.server().protocols(null), found -> found.name().equals("Extraction au chloroforme"));
        PersonBody person =
                one(stage.server().persons(null), found -> found.name().equals("Josiah Carberry"));
        SoftwareBody software = stage.server().createSoftware(new SoftwareBody("gedeon-agent", "0.1.0", null, null));
        stage.narrator()
                .line("demo.eln.read", experiment.name(), protocol.name() + " v" + protocol.version(), person.name());
        return new Things(
                experiment.name(),
                List.of(
                        new NewLink("isPartOf", "experiment", experiment.name()),
                        new NewLink("usedInstrument", "instrument", Stage.INSTRUMENT),
                        new NewLink("followedProtocol", "protocol", protocol.name()),
                        new NewLink("wasMadeBy", "person", person.name()),
                        new NewLink("usedSoftware", "software", software.name())));
    }

    private static <T> T one(Page<T> page, Predicate<T> which) {
        return page.items().stream()
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new DemoFailure("the server did not keep what it read; it lists " + page.items()));
    }
}
