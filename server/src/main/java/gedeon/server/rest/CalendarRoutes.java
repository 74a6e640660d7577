package gedeon.server.rest;

import gedeon.client.wire.CalendarBody;
import gedeon.client.wire.NewCalendar;
import gedeon.metadata.Bookings;
import gedeon.metadata.Catalogue;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where an instrument's bookings stand. Its address may hold a secret: only those see it who may set it. */
@RestController
@RequestMapping("/api/v1/instruments/{name}/calendar")
class CalendarRoutes {
    private final Bookings bookings;
    private final Access access;

    CalendarRoutes(Catalogue catalogue, Access access) {
        this.bookings = catalogue.bookings();
        this.access = access;
    }

    @GetMapping
    CalendarBody show(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return body(bookings.calendar(instrument(who, name))
                .orElseThrow(() -> new Notebooks.Unknown("calendar of instrument", name)));
    }

    @PutMapping
    CalendarBody put(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewCalendar calendar) {
        int instrument = instrument(who, name);
        String url = calendar.url();
        String text = calendar.text();
        if (url != null && text == null) {
            return body(bookings.standAt(instrument, url, who.name()));
        }
        if (text != null && url == null) {
            return body(bookings.are(instrument, text, who.name()));
        }
        throw new IllegalArgumentException("a calendar is a url or a text, and not both");
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void none(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        bookings.none(instrument(who, name));
    }

    private int instrument(Principal who, String name) {
        return access.instrument(who, Act.REGISTER_INSTRUMENT, name).id();
    }

    private static CalendarBody body(Bookings.Calendar calendar) {
        return new CalendarBody(
                calendar.url(), calendar.read(), calendar.trouble(), calendar.bookings(), calendar.findings());
    }
}
