package gedeon.server.web;

import gedeon.kernel.ByteCount;
import gedeon.server.security.Access;
import gedeon.storage.Allocation;
import gedeon.storage.OverAllocated;
import gedeon.storage.Quotas;
import gedeon.storage.RoomRequests;
import gedeon.storage.RoomRequests.NoPart;
import gedeon.storage.RoomRequests.NotNow;
import gedeon.storage.RoomRequests.Part;
import gedeon.storage.RoomRequests.RoomRequest;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Notebooks.UnitRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Units with what they have and have promised, the requests that wait for a decision, and the acts of asking and deciding. */
@Controller
class RoomPages {
    private static final String TROUBLE = "roomTrouble";

    private final Notebooks notebooks;
    private final Quotas quotas;
    private final RoomRequests requests;
    private final Rights rights;
    private final Access access;

    RoomPages(Notebooks notebooks, Quotas quotas, RoomRequests requests, Rights rights, Access access) {
        this.notebooks = notebooks;
        this.quotas = quotas;
        this.requests = requests;
        this.rights = rights;
        this.access = access;
    }

    /**
     * A unit as a row.
     *
     * @param over bytes by which its promises pass its limit, as text; empty where they do not
     */
    record UnitLine(String name, String parent, QuotaBar bar, String allocated, String limit, String over) {}

    /**
     * A request as a line of a page.
     *
     * @param granted bytes that were added, as text
     * @param other whether those are not what was asked for
     */
    record Line(
            long id,
            String notebook,
            String state,
            String asker,
            String more,
            long moreObjects,
            String reason,
            Moment asked,
            @Nullable String decider,
            String words,
            String limit,
            String granted,
            boolean other,
            @Nullable Long grantedObjects,
            @Nullable Long limitObjects) {
        static Line of(RoomRequest request, Locale locale) {
            ByteCount limit = request.limit();
            ByteCount granted = request.granted();
            return new Line(
                    request.id(),
                    request.notebookName(),
                    request.state().name(),
                    request.asker(),
                    request.more().human(locale),
                    request.moreObjects(),
                    request.reason(),
                    Moment.of(request.asked(), locale),
                    request.decider(),
                    request.words(),
                    limit == null ? "" : limit.human(locale),
                    granted == null ? "" : granted.human(locale),
                    granted != null && !granted.equals(request.more()),
                    request.grantedObjects(),
                    request.limitObjects());
        }
    }

    @GetMapping("/units")
    String units(@AuthenticationPrincipal Principal who, Locale locale, Model model) {
        Map<Integer, String> names = notebooks.units().stream().collect(Collectors.toMap(UnitRow::id, UnitRow::name));
        model.addAttribute(
                "units",
                notebooks.units().stream()
                        .filter(unit -> rights.may(who, Act.SEE_UNIT, new On.Unit(unit.id())))
                        .map(unit -> line(unit, names, locale))
                        .toList());
        model.addAttribute(
                "requests",
                requests.open(rights.notebooks(who, Act.SET_QUOTA)).stream()
                        .map(request -> Line.of(request, locale))
                        .toList());
        return "units";
    }

    private UnitLine line(UnitRow unit, Map<Integer, String> names, Locale locale) {
        Allocation allocation = quotas.allocation(unit.id());
        ByteCount over = allocation.allocated().minusOrZero(allocation.limit());
        Integer parent = unit.parent();
        return new UnitLine(
                unit.name(),
                parent == null ? "" : names.getOrDefault(parent, ""),
                QuotaBar.of(quotas.quota(new Scope.OfUnit(unit.id())), locale),
                allocation.allocated().human(locale),
                allocation.limit().human(locale),
                over.isZero() ? "" : over.human(locale));
    }

    @PostMapping("/notebooks/{name}/room")
    String ask(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String more,
            @RequestParam(defaultValue = "") String objects,
            @RequestParam String reason,
            RedirectAttributes answer) {
        NotebookRow notebook = access.notebook(who, Act.REQUEST_ROOM, name);
        act(answer, () -> requests.ask(who.id(), notebook.id(), size(more), count(objects), reason));
        answer.addAttribute("name", name);
        return "redirect:/notebooks/{name}";
    }

    private static ByteCount size(String text) {
        return text.isBlank() ? ByteCount.ZERO : ByteCount.parse(text);
    }

    /** @throws IllegalArgumentException where it is no number */
    private static long count(String text) {
        return text.isBlank() ? 0 : Long.parseLong(text.strip());
    }

    /**
     * What is empty of the first two is granted whole.
     *
     * @param more bytes that are granted
     * @param objects that are granted
     * @param limit the new one, instead of {@code more}
     */
    @PostMapping("/units/requests/{id}/grant")
    String grant(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String more,
            @RequestParam(defaultValue = "") String objects,
            @RequestParam(defaultValue = "") String limit,
            @RequestParam(defaultValue = "") String words,
            RedirectAttributes answer) {
        RoomRequest request = access.roomRequest(who, id);
        act(answer, () -> requests.grant(request.id(), who.id(), part(limit, more, objects), words));
        return "redirect:/units";
    }

    private static Part part(String limit, String more, String objects) {
        return new Part(
                limit.isBlank() ? null : size(limit),
                more.isBlank() ? null : size(more),
                objects.isBlank() ? null : Long.valueOf(count(objects)));
    }

    @PostMapping("/units/requests/{id}/refuse")
    String refuse(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String words,
            RedirectAttributes answer) {
        RoomRequest request = access.roomRequest(who, id);
        act(answer, () -> requests.refuse(request.id(), who.id(), words));
        return "redirect:/units";
    }

    /** What went wrong is told by the page that follows. */
    private static void act(RedirectAttributes answer, Runnable act) {
        try {
            act.run();
        } catch (NotNow e) {
            answer.addFlashAttribute(TROUBLE, "room.trouble.not-now");
        } catch (OverAllocated e) {
            answer.addFlashAttribute(TROUBLE, "room.trouble.over");
        } catch (NoPart e) {
            answer.addFlashAttribute(TROUBLE, "room.trouble.part");
        } catch (IllegalArgumentException e) {
            answer.addFlashAttribute(TROUBLE, "room.trouble.unreadable");
        }
    }
}
