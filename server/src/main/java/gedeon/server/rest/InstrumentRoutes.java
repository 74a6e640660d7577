package gedeon.server.rest;

import gedeon.client.wire.CodeBody;
import gedeon.client.wire.InstrumentBody;
import gedeon.client.wire.NewInstrument;
import gedeon.client.wire.Page;
import gedeon.client.wire.SourceBody;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Instrument;
import gedeon.metadata.Instruments;
import gedeon.metadata.Source;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/instruments")
class InstrumentRoutes {
    private final Instruments instruments;
    private final Notebooks notebooks;
    private final Access access;

    InstrumentRoutes(Catalogue catalogue, Notebooks notebooks, Access access) {
        this.instruments = catalogue.instruments();
        this.notebooks = notebooks;
        this.access = access;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    InstrumentBody register(@AuthenticationPrincipal Principal who, @RequestBody NewInstrument instrument) {
        int notebook = access.notebook(who, Act.REGISTER_INSTRUMENT, instrument.notebook())
                .id();
        return body(instruments.register(new Instrument.Draft(
                notebook,
                instrument.name(),
                instrument.model(),
                instrument.manufacturer(),
                instrument.serial(),
                instrument.pid())));
    }

    @GetMapping
    Page<InstrumentBody> list(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String notebook,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Set<Integer> seen = access.notebooks(who, Act.SEE_NOTEBOOK, notebook);
        int most = Paging.limit(limit);
        return Paging.cut(instruments.page(seen, after, most + 1), most, Instrument::name, this::body);
    }

    @GetMapping("/{name}")
    InstrumentBody instrument(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return body(access.instrument(who, Act.SEE_NOTEBOOK, name));
    }

    @PostMapping("/{name}/code")
    @ResponseStatus(HttpStatus.CREATED)
    CodeBody code(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        Instruments.Code code = instruments.code(
                access.instrument(who, Act.REGISTER_INSTRUMENT, name).id(), who.id());
        return new CodeBody(code.code(), code.expires());
    }

    @PostMapping("/{name}/sources")
    @ResponseStatus(HttpStatus.CREATED)
    SourceBody put(@AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody SourceBody source) {
        Instrument instrument = access.instrument(who, Act.REGISTER_INSTRUMENT, name);
        return Sources.body(instruments.put(instrument.id(), Sources.source(source), who.name()));
    }

    @GetMapping("/{name}/sources")
    Page<SourceBody> sources(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        List<Source> all = instruments.sources(
                access.instrument(who, Act.SEE_NOTEBOOK, name).id());
        return Page.of(all.stream().map(Sources::body).toList());
    }

    private InstrumentBody body(Instrument instrument) {
        return new InstrumentBody(
                instrument.name(),
                notebooks.notebook(instrument.notebook()).map(NotebookRow::name).orElse(""),
                instrument.model(),
                instrument.manufacturer(),
                instrument.serial(),
                instrument.pid(),
                instrument.lastAcquisition());
    }
}
