package gedeon.server.rest;

import gedeon.client.wire.JobBody;
import gedeon.client.wire.JobChange;
import gedeon.client.wire.Page;
import gedeon.server.security.Access;
import gedeon.server.tiers.JobBodies;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Jobs of storage, for who operates the installation. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobRoutes {
    private final JobBodies jobs;
    private final Access access;

    JobRoutes(JobBodies jobs, Access access) {
        this.jobs = jobs;
        this.access = access;
    }

    @GetMapping
    Page<JobBody> list(@AuthenticationPrincipal Principal who) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return Page.of(jobs.all());
    }

    @GetMapping("/{id}")
    JobBody show(@AuthenticationPrincipal Principal who, @PathVariable long id) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return jobs.find(id);
    }

    @PostMapping("/{id}/pause")
    JobBody pause(@AuthenticationPrincipal Principal who, @PathVariable long id) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return jobs.pause(id);
    }

    @PostMapping("/{id}/resume")
    JobBody resume(@AuthenticationPrincipal Principal who, @PathVariable long id) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return jobs.resume(id);
    }

    @PostMapping("/{id}/cancel")
    JobBody cancel(@AuthenticationPrincipal Principal who, @PathVariable long id) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return jobs.cancel(id);
    }

    @PostMapping("/{id}/run")
    JobBody run(@AuthenticationPrincipal Principal who, @PathVariable long id) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return jobs.run(id);
    }

    @PatchMapping("/{id}")
    JobBody limit(@AuthenticationPrincipal Principal who, @PathVariable long id, @RequestBody JobChange change) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return jobs.limit(id, change.bandwidth());
    }
}
