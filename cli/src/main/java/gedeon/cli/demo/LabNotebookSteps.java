package gedeon.cli.demo;

import gedeon.client.wire.ExperimentBody;
import gedeon.client.wire.NewLink;
import gedeon.client.wire.PersonBody;
import gedeon.client.wire.ProtocolBody;
import gedeon.client.wire.SoftwareBody;
import java.util.List;

/** Experiment, protocol, person and software version: what stands in the laboratory's notebook. */
final class LabNotebookSteps {
    private final Stage stage;

    LabNotebookSteps(Stage stage) {
        this.stage = stage;
    }

    /** The names that datasets are linked to. */
    record Things(String experiment, List<NewLink> links) {}

    Things read() {
        stage.narrator().step("demo.eln");
        ExperimentBody experiment = stage.server()
                .createExperiment(new ExperimentBody(
                        "EXP-0042", Stage.NOTEBOOK, "Dosage de la caféine", "https://eln.example.org/experiments/42"));
        ProtocolBody protocol = stage.server()
                .createProtocol(new ProtocolBody("Extraction au chloroforme", "3", Stage.NOTEBOOK, null, null));
        PersonBody person = stage.server().createPerson(new PersonBody("Josiah Carberry", "0000-0002-1825-0097", null));
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
}
