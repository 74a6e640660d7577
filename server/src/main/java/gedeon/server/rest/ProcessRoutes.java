package gedeon.server.rest;

import gedeon.client.wire.Page;
import gedeon.client.wire.ProcessBody;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.operations.StorageOverview;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which processes work on this database: the complete server and the gateways beside it. */
@RestController
class ProcessRoutes {
    private final StorageOverview overview;
    private final Access access;

    ProcessRoutes(StorageOverview overview, Access access) {
        this.overview = overview;
        this.access = access;
    }

    @GetMapping("/api/v1/processes")
    Page<ProcessBody> list(@AuthenticationPrincipal Principal who) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return Page.of(overview.processes().stream().map(ProcessRoutes::body).toList());
    }

    private static ProcessBody body(StorageOverview.Process one) {
        String role = one.role();
        return new ProcessBody(
                role == null ? null : role.toLowerCase(Locale.ROOT),
                one.host(),
                one.serves(),
                one.release(),
                one.since());
    }
}
