package gedeon.server.rest;

import gedeon.client.wire.NewConnector;
import gedeon.client.wire.SyncBody;
import gedeon.server.connectors.labguru.Labguru;
import gedeon.server.connectors.labguru.Synced;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/connectors/labguru")
class ConnectorRoutes {
    private final Labguru labguru;
    private final Notebooks notebooks;
    private final Access access;

    ConnectorRoutes(Labguru labguru, Notebooks notebooks, Access access) {
        this.labguru = labguru;
        this.notebooks = notebooks;
        this.access = access;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void create(@AuthenticationPrincipal Principal who, @RequestBody NewConnector connector) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        NotebookRow notebook = notebooks
                .notebook(connector.notebook())
                .orElseThrow(() -> new Notebooks.Unknown("notebook", connector.notebook()));
        labguru.create(connector.name(), connector.url(), connector.token(), notebook.id());
    }

    @PostMapping("/{name}/sync")
    SyncBody sync(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        Synced synced = labguru.sync(name);
        return new SyncBody(
                synced.experiments(),
                synced.protocols(),
                synced.instruments(),
                synced.persons(),
                synced.since(),
                synced.problems());
    }
}
