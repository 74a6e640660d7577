package gedeon.server.rest;

import gedeon.client.wire.NewReservation;
import gedeon.client.wire.ReservationBody;
import gedeon.kernel.ByteCount;
import gedeon.server.security.Access;
import gedeon.storage.Reservations;
import gedeon.storage.Reservations.Reserved;
import gedeon.storage.Reservations.Wanted;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import java.time.Duration;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Room for whole acquisitions, which agents ask for before they send anything of one. */
@RestController
@RequestMapping("/api/v1/agents/me/reservations")
class ReservationRoutes {
    /** Long enough for a week-end without a line to the server; the agent asks anew each day. */
    private static final Duration LIFE = Duration.ofDays(7);

    private final Reservations reservations;
    private final Access access;

    ReservationRoutes(Reservations reservations, Access access) {
        this.reservations = reservations;
        this.access = access;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ReservationBody reserve(@AuthenticationPrincipal Principal who, @RequestBody NewReservation wanted) {
        Reserved reserved = reservations.reserve(
                new Wanted(
                        access.agent(who).instrument().notebook(),
                        who.id(),
                        wanted.source(),
                        wanted.acquisition(),
                        ByteCount.of(wanted.bytes()),
                        wanted.objects()),
                LIFE);
        return new ReservationBody(reserved.id().toString(), reserved.expires());
    }

    /** One that ended before is given back as well: who asks twice is answered twice. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        access.agent(who);
        UUID reservation = Access.uuid(id).orElseThrow(() -> new Notebooks.Unknown("reservation", id));
        reservations.end(who.id(), reservation);
    }
}
