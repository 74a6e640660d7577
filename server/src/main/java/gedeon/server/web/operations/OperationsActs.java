package gedeon.server.web.operations;

import gedeon.kernel.ByteCount;
import gedeon.server.backup.Backups;
import gedeon.server.security.Access;
import gedeon.server.tiers.InUse;
import gedeon.server.tiers.JobBodies;
import gedeon.server.tiers.TierActs;
import gedeon.server.tiers.TierBodies;
import gedeon.storage.Outbox;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.tier.jdbc.TierRow;
import java.util.function.Consumer;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done from the page of operations; what became of it is told by the page that follows. */
@Controller
@RequestMapping("/operations")
class OperationsActs {
    private static final String BACK = "redirect:/operations";
    private static final String TROUBLE = "operationsTrouble";
    private static final String WHY = "operationsWhy";
    private static final String DONE = "operationsDone";

    private final JobBodies jobs;
    private final TierBodies tiers;
    private final TierActs acts;
    private final Outbox outbox;
    private final Backups backups;
    private final Access access;

    OperationsActs(JobBodies jobs, TierBodies tiers, TierActs acts, Outbox outbox, Backups backups, Access access) {
        this.jobs = jobs;
        this.tiers = tiers;
        this.acts = acts;
        this.outbox = outbox;
        this.backups = backups;
        this.access = access;
    }

    @PostMapping("/jobs/{id}/pause")
    String pause(@AuthenticationPrincipal Principal who, @PathVariable long id, RedirectAttributes answer) {
        return job(who, answer, () -> jobs.pause(id));
    }

    @PostMapping("/jobs/{id}/resume")
    String resume(@AuthenticationPrincipal Principal who, @PathVariable long id, RedirectAttributes answer) {
        return job(who, answer, () -> jobs.resume(id));
    }

    @PostMapping("/jobs/{id}/run")
    String run(@AuthenticationPrincipal Principal who, @PathVariable long id, RedirectAttributes answer) {
        return job(who, answer, () -> jobs.run(id));
    }

    @PostMapping("/jobs/{id}/cancel")
    String cancel(@AuthenticationPrincipal Principal who, @PathVariable long id, RedirectAttributes answer) {
        return job(who, answer, () -> jobs.cancel(id));
    }

    /** @param bandwidth bytes a second, such as 20 MB; empty for no limit */
    @PostMapping("/jobs/{id}/limit")
    String limit(
            @AuthenticationPrincipal Principal who,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String bandwidth,
            RedirectAttributes answer) {
        return job(
                who,
                answer,
                () -> jobs.limit(
                        id, bandwidth.isBlank() ? 0 : ByteCount.parse(bandwidth).value()));
    }

    private String job(Principal who, RedirectAttributes answer, Runnable act) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return act(answer, act);
    }

    @PostMapping("/tiers/{name}/drain")
    String drain(@AuthenticationPrincipal Principal who, @PathVariable String name, RedirectAttributes answer) {
        return tier(who, name, answer, tier -> acts.drain(tier, who.name()));
    }

    @PostMapping("/tiers/{name}/online")
    String online(@AuthenticationPrincipal Principal who, @PathVariable String name, RedirectAttributes answer) {
        return tier(who, name, answer, tier -> acts.setState(tier, TierRow.State.ONLINE, null));
    }

    /** @param confirm the tier's name, where something lies there alone */
    @PostMapping("/tiers/{name}/off")
    String off(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String confirm,
            RedirectAttributes answer) {
        return tier(who, name, answer, tier -> acts.setState(tier, TierRow.State.OFF, confirm.strip()));
    }

    @PostMapping("/tiers/{name}/audit")
    String audit(@AuthenticationPrincipal Principal who, @PathVariable String name, RedirectAttributes answer) {
        return tier(who, name, answer, tier -> acts.audit(tier, who.name()));
    }

    private String tier(Principal who, String name, RedirectAttributes answer, Consumer<TierRow> act) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        TierRow tier = tiers.named(name);
        return act(answer, () -> act.accept(tier));
    }

    @PostMapping("/events/{consumer}/redrive")
    String redrive(@AuthenticationPrincipal Principal who, @PathVariable String consumer, RedirectAttributes answer) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return act(answer, () -> outbox.redrive(consumer));
    }

    @PostMapping("/backup")
    String backup(@AuthenticationPrincipal Principal who, RedirectAttributes answer) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return act(answer, backups::begin);
    }

    private static String act(RedirectAttributes answer, Runnable act) {
        try {
            act.run();
            answer.addFlashAttribute(DONE, true);
        } catch (InUse | IllegalStateException e) {
            answer.addFlashAttribute(TROUBLE, "operations.trouble.now");
            answer.addFlashAttribute(WHY, e.getMessage());
        } catch (IllegalArgumentException e) {
            answer.addFlashAttribute(TROUBLE, "operations.trouble.words");
            answer.addFlashAttribute(WHY, e.getMessage());
        }
        return BACK;
    }
}
