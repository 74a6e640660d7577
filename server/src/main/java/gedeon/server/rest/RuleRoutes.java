package gedeon.server.rest;

import gedeon.client.wire.FinishRuleBody;
import gedeon.client.wire.Page;
import gedeon.kernel.FinishRule;
import gedeon.metadata.Catalogue;
import gedeon.metadata.FinishRules;
import gedeon.metadata.FinishRules.Kept;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rules by which agents judge: to be read by whoever may sign in, changed by administrators, as they are of all instruments. */
@RestController
@RequestMapping("/api/v1/rules")
class RuleRoutes {
    private final FinishRules rules;
    private final Access access;

    RuleRoutes(Catalogue catalogue, Access access) {
        this.rules = catalogue.rules();
        this.access = access;
    }

    @GetMapping
    Page<FinishRuleBody> list() {
        return Page.of(rules.all().stream().map(RuleRoutes::body).toList());
    }

    @GetMapping("/{name}")
    FinishRuleBody show(@PathVariable String name, @RequestParam(required = false) @Nullable Integer version) {
        return body((version == null ? rules.find(name) : rules.find(name, version))
                .orElseThrow(() -> new Notebooks.Unknown("rule", version == null ? name : name + "@" + version)));
    }

    @GetMapping("/{name}/versions")
    Page<FinishRuleBody> versions(@PathVariable String name) {
        List<Kept> all = rules.versions(name);
        if (all.isEmpty()) {
            throw new Notebooks.Unknown("rule", name);
        }
        return Page.of(all.stream().map(RuleRoutes::body).toList());
    }

    /** Becomes the next version; agents have it within a minute. */
    @PutMapping("/{name}")
    FinishRuleBody keep(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody FinishRule rule) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        if (!rule.name().equals(name)) {
            throw new IllegalArgumentException(
                    "the rule is named \"" + rule.name() + "\" and the address \"" + name + "\"; give both one name");
        }
        return body(rules.keep(rule, who.name()));
    }

    private static FinishRuleBody body(Kept kept) {
        return new FinishRuleBody(kept.rule(), kept.made(), kept.by());
    }
}
