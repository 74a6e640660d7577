package gedeon.server.rest;

import gedeon.client.wire.BackTo;
import gedeon.client.wire.Page;
import gedeon.client.wire.SettingsBody;
import gedeon.client.wire.SettingsPutBody;
import gedeon.metadata.AgentSettings;
import gedeon.metadata.AgentSettingsVersions;
import gedeon.metadata.AgentSettingsVersions.Kept;
import gedeon.metadata.Catalogue;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The settings of an instrument's agents, version by version, for those who may register instruments of its notebook. */
@RestController
@RequestMapping("/api/v1/instruments/{name}/settings")
class SettingsRoutes {
    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,9})\"");

    private final AgentSettingsVersions settings;
    private final Access access;

    SettingsRoutes(Catalogue catalogue, Access access) {
        this.settings = catalogue.agentSettings();
        this.access = access;
    }

    @GetMapping
    ResponseEntity<SettingsBody> now(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        Kept kept = settings.now(instrument(who, name));
        return ResponseEntity.ok().eTag("\"" + kept.version() + "\"").body(SettingsBodies.body(kept));
    }

    @GetMapping("/versions")
    Page<SettingsBody> versions(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return Page.of(settings.versions(instrument(who, name)).stream()
                .map(SettingsBodies::body)
                .toList());
    }

    /** Becomes the next version; with {@code If-Match}, only where that one is still in force. */
    @PutMapping
    SettingsPutBody put(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestBody SettingsBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        int instrument = instrument(who, name);
        // What the body does not name is that of the version which the change rests on: nobody else's is undone.
        Kept now = settings.now(instrument);
        Integer asked = onto(ifMatch);
        int onto = asked == null ? now.version() : asked;
        if (onto != now.version()) {
            throw new AgentSettingsVersions.Changed(onto, now.version());
        }
        AgentSettings next = SettingsBodies.over(now.settings(), body);
        return SettingsBodies.body(
                dryRun
                        ? settings.preview(instrument, onto, next)
                        : settings.keep(instrument, onto, next, who.name(), body.note()));
    }

    private static @Nullable Integer onto(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw new Preconditions.Changed("the settings");
        }
        return Integer.valueOf(tag.group(1));
    }

    @PostMapping("/back")
    SettingsPutBody back(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestBody BackTo to,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        int instrument = instrument(who, name);
        Kept old = settings.find(instrument, to.to())
                .orElseThrow(() -> new Notebooks.Unknown("version of the settings of " + name, "" + to.to()));
        // Whether agents send is said by people of today.
        Kept now = settings.now(instrument);
        AgentSettings next = old.settings().paused(now.settings().paused());
        return SettingsBodies.body(
                dryRun
                        ? settings.preview(instrument, now.version(), next)
                        : settings.keep(instrument, now.version(), next, who.name(), "back to " + to.to()));
    }

    private int instrument(Principal who, String name) {
        return access.instrument(who, Act.REGISTER_INSTRUMENT, name).id();
    }
}
