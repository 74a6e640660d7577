package gedeon.server.web;

import gedeon.server.security.Access;
import gedeon.storage.disposal.Confirmation;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.NotNow;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Refusal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What of a notebook was, is and may be disposed of, and the acts of deciding. */
@Controller
class DisposalPages {
    private static final int ROWS = 50;
    private static final String TROUBLE = "disposalTrouble";
    private static final String WHY = "disposalWhy";

    private final Disposing disposing;
    private final Rights rights;
    private final Access access;
    private final NotebookHead heads;

    DisposalPages(Disposing disposing, Rights rights, Access access, NotebookHead heads) {
        this.disposing = disposing;
        this.rights = rights;
        this.access = access;
        this.heads = heads;
    }

    /**
     * A disposal as a row.
     *
     * @param decides whether who looks may approve or refuse it
     * @param withdraws whether who looks may withdraw it
     */
    record Line(
            long id,
            String bucket,
            String kind,
            String state,
            String asker,
            Moment asked,
            String reason,
            @Nullable String decider,
            String words,
            @Nullable Moment due,
            @Nullable Moment ended,
            long versions,
            String bytes,
            long disposed,
            long stayed,
            boolean decides,
            boolean withdraws) {
        static Line of(DisposalRequest one, long who, boolean mayApprove, Locale locale) {
            boolean request = one.kind() == DisposalRequest.Kind.REQUEST;
            return new Line(
                    one.id(),
                    one.bucket(),
                    one.kind().name(),
                    one.state().name(),
                    one.asker(),
                    Moment.of(one.asked(), locale),
                    one.reason(),
                    one.decider(),
                    one.words(),
                    moment(one.due(), locale),
                    moment(one.ended(), locale),
                    one.versions(),
                    one.bytes().human(locale),
                    one.disposed(),
                    one.stayed(),
                    mayApprove && one.askerId() != who && one.state() == DisposalRequest.State.REQUESTED,
                    request && one.state().waits() && (mayApprove || one.askerId() == who));
        }

        private static @Nullable Moment moment(@Nullable Instant instant, Locale locale) {
            return instant == null ? null : Moment.of(instant, locale);
        }
    }

    @GetMapping("/notebooks/{name}/disposals")
    String disposals(@AuthenticationPrincipal Principal who, @PathVariable String name, Locale locale, Model model) {
        int notebook = heads.show(who, name, "disposals", locale, model).id();
        On on = new On.Notebook(notebook);
        boolean approves = rights.may(who, Act.APPROVE_DISPOSAL, on);
        if (!approves) {
            rights.require(who, Act.LIST_OBJECTS, on);
        }
        model.addAttribute("bypasses", rights.may(who, Act.BYPASS_RETENTION, on));
        model.addAttribute("waits", disposing.requests().settings().waiting().toDays());
        model.addAttribute(
                "disposals",
                disposing.requests().ofNotebook(notebook, ROWS).stream()
                        .map(one -> Line.of(one, who.id(), approves, locale))
                        .toList());
        return "disposals";
    }

    /** @param confirm the bucket's name, written again */
    @PostMapping("/disposals/{id}/approve")
    String approve(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String confirm,
            @RequestParam(defaultValue = "false") boolean bypass,
            @RequestParam(defaultValue = "") String words,
            RedirectAttributes answer) {
        DisposalRequest one = access.disposal(who, id);
        On on = new On.Notebook(one.notebook());
        access.require(who, Act.APPROVE_DISPOSAL, on);
        if (bypass) {
            access.require(who, Act.BYPASS_RETENTION, on);
        }
        return act(one, answer, () -> {
            Confirmation.require(one.bucket(), confirm);
            disposing.requests().approve(one.id(), who.id(), bypass, words);
        });
    }

    @PostMapping("/disposals/{id}/refuse")
    String refuse(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String words,
            RedirectAttributes answer) {
        DisposalRequest one = access.disposal(who, id);
        access.require(who, Act.APPROVE_DISPOSAL, new On.Notebook(one.notebook()));
        return act(one, answer, () -> disposing.requests().refuse(one.id(), who.id(), words));
    }

    @PostMapping("/disposals/{id}/withdraw")
    String withdraw(@AuthenticationPrincipal Principal who, @PathVariable String id, RedirectAttributes answer) {
        DisposalRequest one = access.disposal(who, id);
        boolean mayDecide = rights.may(who, Act.APPROVE_DISPOSAL, new On.Notebook(one.notebook()));
        return act(one, answer, () -> disposing.requests().withdraw(one.id(), who.id(), mayDecide, ""));
    }

    /** What went wrong is told by the page that follows. */
    private static String act(DisposalRequest one, RedirectAttributes answer, Runnable act) {
        try {
            act.run();
        } catch (NotNow e) {
            answer.addFlashAttribute(TROUBLE, "disposal.trouble.not-now");
        } catch (Refusal e) {
            answer.addFlashAttribute(TROUBLE, "disposal.trouble.locked");
            answer.addFlashAttribute(WHY, e.getMessage());
        } catch (Confirmation.Missing e) {
            answer.addFlashAttribute(TROUBLE, "disposal.trouble.confirm");
        } catch (IllegalArgumentException e) {
            answer.addFlashAttribute(TROUBLE, "disposal.trouble.words");
        }
        return back(one, answer);
    }

    private static String back(DisposalRequest one, RedirectAttributes answer) {
        answer.addAttribute("name", one.notebookName());
        return "redirect:/notebooks/{name}/disposals";
    }
}
