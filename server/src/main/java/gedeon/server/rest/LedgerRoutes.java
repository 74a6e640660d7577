package gedeon.server.rest;

import gedeon.client.wire.LedgerCheck;
import gedeon.client.wire.LedgerDrift;
import gedeon.server.security.Access;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LedgerRoutes {
    private final Quotas quotas;
    private final Notebooks notebooks;
    private final Access access;

    LedgerRoutes(Quotas quotas, Notebooks notebooks, Access access) {
        this.quotas = quotas;
        this.notebooks = notebooks;
        this.access = access;
    }

    @PostMapping("/api/v1/quota/verify")
    LedgerCheck verify(@AuthenticationPrincipal Principal who) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        return new LedgerCheck(
                notebooks.notebooks().size(),
                quotas.verify().stream()
                        .map(drift -> new LedgerDrift(
                                name(drift.scope()),
                                drift.ledger(),
                                drift.namespace(),
                                drift.of().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    private String name(Scope scope) {
        return switch (scope) {
            case Scope.OfNotebook notebook ->
                "notebook "
                        + notebooks
                                .notebook(notebook.notebook())
                                .map(NotebookRow::name)
                                .orElse(String.valueOf(notebook.notebook()));
            case Scope.OfUnit unit ->
                "unit "
                        + notebooks.units().stream()
                                .filter(row -> row.id() == unit.unit())
                                .map(Notebooks.UnitRow::name)
                                .findFirst()
                                .orElse(String.valueOf(unit.unit()));
        };
    }
}
