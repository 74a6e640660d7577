package gedeon.server.rest;

import gedeon.client.wire.MoveBody;
import gedeon.client.wire.NewHome;
import gedeon.client.wire.NewParent;
import gedeon.server.security.Access;
import gedeon.storage.QuotaTree;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Notebooks.UnitRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Moves in the tree of units. Who moves answers for the room on both sides: that which is left and that which is entered. */
@RestController
class MoveRoutes {
    private final Notebooks notebooks;
    private final QuotaTree tree;
    private final Access access;

    MoveRoutes(Notebooks notebooks, QuotaTree tree, Access access) {
        this.notebooks = notebooks;
        this.tree = tree;
        this.access = access;
    }

    @PostMapping("/api/v1/notebooks/{name}/move")
    MoveBody notebook(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestBody NewHome home) {
        NotebookRow notebook = access.notebook(who, Act.SET_QUOTA, name);
        UnitRow unit = access.unit(who, Act.CREATE_NOTEBOOK, home.unit());
        return body(
                name, notebook.unitName(), unit.name(), dryRun, tree.moveNotebook(notebook.id(), unit.id(), dryRun));
    }

    /** Under another unit, or to stand alone: that is the institution's to say, before and after. */
    @PostMapping("/api/v1/units/{name}/move")
    MoveBody unit(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestBody NewParent parent) {
        UnitRow unit = access.unit(who, Act.CREATE_UNIT, name);
        access.require(who, Act.CREATE_UNIT, on(unit.parent()));
        UnitRow above = parent.parent() == null ? null : access.unit(who, Act.CREATE_UNIT, parent.parent());
        if (above == null) {
            access.require(who, Act.CREATE_UNIT, On.INSTITUTION);
        }
        return body(
                name,
                unit.parent() == null ? null : nameOf(unit.parent()),
                above == null ? null : above.name(),
                dryRun,
                tree.moveUnit(unit.id(), above == null ? null : above.id(), dryRun));
    }

    private static On on(@Nullable Integer unit) {
        return unit == null ? On.INSTITUTION : new On.Unit(unit);
    }

    private @Nullable String nameOf(int unit) {
        return notebooks.units().stream()
                .filter(row -> row.id() == unit)
                .map(UnitRow::name)
                .findFirst()
                .orElse(null);
    }

    private static MoveBody body(
            String name, @Nullable String from, @Nullable String to, boolean dryRun, QuotaTree.Move move) {
        return new MoveBody(
                name,
                from,
                to,
                move.bytes(),
                move.objects(),
                !dryRun && !java.util.Objects.equals(from, to),
                move.entered().stream()
                        .map(unit -> new MoveBody.EnteredUnit(
                                unit.name(), unit.limit(), unit.taken(), unit.limitObjects(), unit.takenObjects()))
                        .toList());
    }
}
