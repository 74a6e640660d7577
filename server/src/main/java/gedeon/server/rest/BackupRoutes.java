package gedeon.server.rest;

import gedeon.client.wire.BackupBody;
import gedeon.client.wire.BackupsBody;
import gedeon.server.backup.Backups;
import gedeon.server.security.Access;
import gedeon.server.tiers.InUse;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Copies of the database, for who operates the installation. */
@RestController
@RequestMapping("/api/v1/backups")
class BackupRoutes {
    private final Backups backups;
    private final Access access;

    BackupRoutes(Backups backups, Access access) {
        this.backups = backups;
        this.access = access;
    }

    @GetMapping
    BackupsBody list(@AuthenticationPrincipal Principal who) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        return body(backups.state());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    BackupsBody begin(@AuthenticationPrincipal Principal who) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        try {
            backups.begin();
        } catch (IllegalStateException e) {
            throw new InUse(String.valueOf(e.getMessage()));
        }
        return body(backups.state());
    }

    private static BackupsBody body(Backups.State state) {
        return new BackupsBody(
                state.configured(),
                state.folder(),
                state.keys(),
                state.running(),
                state.failure(),
                state.log(),
                state.bases().stream()
                        .map(base -> new BackupBody(
                                base.name(), base.began(), base.ended(), base.files(), base.bytes(), base.firstLog()))
                        .toList());
    }
}
