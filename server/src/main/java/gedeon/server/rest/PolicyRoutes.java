package gedeon.server.rest;

import gedeon.client.wire.NewAssignment;
import gedeon.client.wire.NewPolicy;
import gedeon.client.wire.NotebookPolicy;
import gedeon.client.wire.Page;
import gedeon.client.wire.PolicyBody;
import gedeon.client.wire.PreviewBody;
import gedeon.server.security.Access;
import gedeon.server.tiers.InUse;
import gedeon.server.tiers.PolicyBodies;
import gedeon.server.tiers.TierBodies;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.tiering.Policies;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Storage policies: written by administrators, given to a notebook by who answers for its room. */
@RestController
@RequestMapping("/api/v1")
class PolicyRoutes {
    private final Tiering tiering;
    private final Policies policies;
    private final PolicyBodies bodies;
    private final TierBodies tiers;
    private final Access access;

    PolicyRoutes(Tiering tiering, PolicyBodies bodies, TierBodies tiers, Access access) {
        this.tiering = tiering;
        this.policies = tiering.policies();
        this.bodies = bodies;
        this.tiers = tiers;
        this.access = access;
    }

    @GetMapping("/policies")
    Page<PolicyBody> list(@AuthenticationPrincipal Principal who) {
        access.requireAnywhere(who, Act.SET_POLICY);
        return Page.of(bodies.all());
    }

    @GetMapping("/policies/{name}")
    PolicyBody show(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        access.requireAnywhere(who, Act.SET_POLICY);
        return bodies.body(policy(name), null);
    }

    private StoragePolicy policy(String name) {
        return policies.named(name).orElseThrow(() -> new Notebooks.Unknown("storage policy", name));
    }

    @PutMapping("/policies/{name}")
    PolicyBody save(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestBody NewPolicy wanted) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        StoragePolicy policy = bodies.read(name, wanted);
        if (dryRun) {
            Set<Integer> having = policies.named(name).map(policies::notebooks).orElse(Set.of());
            StoragePolicy shown = new StoragePolicy(
                    policies.named(name).map(StoragePolicy::id).orElse(0),
                    name,
                    policy.landing(),
                    policy.copies(),
                    policy.rules(),
                    policy.fixityDays(),
                    policy.demands());
            return bodies.body(shown, preview(policy, having));
        }
        StoragePolicy saved = policies.save(policy);
        placeNow();
        return bodies.body(saved, null);
    }

    private PreviewBody preview(StoragePolicy policy, Set<Integer> notebooks) {
        return tiers.body(tiering.previews().placing(policy, notebooks));
    }

    /** What lies elsewhere than it should is looked for at once, not at the next round. */
    private void placeNow() {
        tiering.ensureJobs();
        tiering.jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.PLACING && job.finished() == null)
                .forEach(job -> tiering.jobs().now(job.id()));
    }

    @DeleteMapping("/policies/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        StoragePolicy policy = policy(name);
        if (!policies.delete(name)) {
            throw new InUse("storage policy " + name + " is that of "
                    + policies.notebooks(policy).size() + " notebooks; give them another one first");
        }
    }

    @GetMapping("/notebooks/{name}/policy")
    NotebookPolicy of(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        NotebookRow notebook = access.notebook(who, Act.SEE_NOTEBOOK, name);
        return new NotebookPolicy(
                notebook.name(),
                policies.of(notebook.id()).map(StoragePolicy::name).orElse(null),
                null);
    }

    @PutMapping("/notebooks/{name}/policy")
    NotebookPolicy assign(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestBody NewAssignment wanted) {
        NotebookRow notebook = access.notebook(who, Act.SET_POLICY, name);
        Optional<StoragePolicy> policy = Optional.ofNullable(wanted.policy()).map(this::policy);
        String told = policy.map(StoragePolicy::name).orElse(null);
        if (dryRun) {
            return new NotebookPolicy(
                    notebook.name(),
                    told,
                    policy.map(one -> preview(one, Set.of(notebook.id())))
                            .orElseGet(() -> new PreviewBody(true, 0, java.util.List.of())));
        }
        policies.assign(notebook.id(), policy.orElse(null));
        placeNow();
        return new NotebookPolicy(notebook.name(), told, null);
    }
}
