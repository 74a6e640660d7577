package gedeon.server.web;

import gedeon.server.security.Access;
import gedeon.server.tiers.PolicyBodies;
import gedeon.storage.Quotas;
import gedeon.storage.RoomRequests;
import gedeon.storage.Scope;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.tiering.Policies;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What stands above each part of a notebook's page: its name, its room, what was asked for, and the other parts. */
@Component
final class NotebookHead {
    private final Access access;
    private final Rights rights;
    private final Quotas quotas;
    private final RoomRequests requests;
    private final Policies policies;
    private final PolicyBodies bodies;
    private final PolicyWords words;

    NotebookHead(
            Access access,
            Rights rights,
            Quotas quotas,
            RoomRequests requests,
            Tiering tiering,
            PolicyBodies bodies,
            PolicyWords words) {
        this.policies = tiering.policies();
        this.bodies = bodies;
        this.words = words;
        this.access = access;
        this.rights = rights;
        this.quotas = quotas;
        this.requests = requests;
    }

    /** @param tab the part that is shown */
    NotebookRow show(Principal who, String name, String tab, Locale locale, Model model) {
        NotebookRow notebook = access.notebook(who, Act.SEE_NOTEBOOK, name);
        On on = new On.Notebook(notebook.id());
        model.addAttribute("notebook", notebook);
        model.addAttribute("bar", bar(notebook, locale));
        model.addAttribute("asks", rights.may(who, Act.REQUEST_ROOM, on));
        model.addAttribute(
                "roomRequest",
                requests.ofNotebook(notebook.id(), 1).stream()
                        .findFirst()
                        .map(one -> RoomPages.Line.of(one, locale))
                        .orElse(null));
        model.addAttribute(
                "seesDisposals", rights.may(who, Act.LIST_OBJECTS, on) || rights.may(who, Act.APPROVE_DISPOSAL, on));
        model.addAttribute(
                "policy",
                policies.of(notebook.id())
                        .map(one -> words.line(bodies.body(one, null), locale))
                        .orElse(null));
        model.addAttribute("seesWaste", rights.may(who, Act.LIST_OBJECTS, on));
        model.addAttribute("tab", tab);
        return notebook;
    }

    QuotaBar bar(NotebookRow notebook, Locale locale) {
        return QuotaBar.of(quotas.quota(new Scope.OfNotebook(notebook.id())), locale);
    }
}
