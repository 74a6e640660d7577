package gedeon.server.rest;

import gedeon.client.wire.NewUnit;
import gedeon.client.wire.Page;
import gedeon.client.wire.UnitBody;
import gedeon.client.wire.UnitChange;
import gedeon.kernel.ByteCount;
import gedeon.server.security.Access;
import gedeon.storage.Allocation;
import gedeon.storage.Quota;
import gedeon.storage.QuotaChange;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.UnitRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/units")
class UnitRoutes {
    private final Notebooks notebooks;
    private final Quotas quotas;
    private final Access access;

    UnitRoutes(Notebooks notebooks, Quotas quotas, Access access) {
        this.notebooks = notebooks;
        this.quotas = quotas;
        this.access = access;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    UnitBody create(@AuthenticationPrincipal Principal who, @RequestBody NewUnit unit) {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        return body(notebooks.createUnit(
                unit.name(), unit.parent(), unit.quota() == null ? null : ByteCount.of(unit.quota())));
    }

    @GetMapping
    Page<UnitBody> list(
            @AuthenticationPrincipal Principal who,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Page<UnitRow> page = Paging.page(
                notebooks.units().stream()
                        .filter(unit -> access.may(who, Act.SEE_UNIT, new On.Unit(unit.id())))
                        .toList(),
                UnitRow::name,
                after,
                limit);
        return new Page<>(page.items().stream().map(this::body).toList(), page.next());
    }

    @GetMapping("/{name}")
    UnitBody unit(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return body(access.unit(who, Act.SEE_UNIT, name));
    }

    /** A unit's own limits are set from above it; what it promises to what is below, and when it is warned, by who answers for it. */
    @PatchMapping("/{name}")
    UnitBody change(@AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody UnitChange change) {
        UnitRow unit = access.unit(who, Act.SET_QUOTA, name);
        if (change.limit() != null || change.limitObjects() != null || change.unlimitedObjects() != null) {
            access.require(who, Act.SET_QUOTA, unit.parent() == null ? On.INSTITUTION : new On.Unit(unit.parent()));
        }
        quotas.change(
                new Scope.OfUnit(unit.id()),
                new QuotaChange(
                        change.limit() == null ? null : ByteCount.of(change.limit()),
                        change.limitObjects(),
                        Boolean.TRUE.equals(change.unlimitedObjects()),
                        change.overallocation(),
                        change.warnAt(),
                        change.alarmAt(),
                        change.graceDays()));
        return body(unit);
    }

    private UnitBody body(UnitRow unit) {
        Allocation allocation = quotas.allocation(unit.id());
        ByteCount capacity = allocation.capacity();
        Quota quota = quotas.quota(new Scope.OfUnit(unit.id()));
        Map<Integer, String> names = notebooks.units().stream().collect(Collectors.toMap(UnitRow::id, UnitRow::name));
        return new UnitBody(
                String.valueOf(unit.id()),
                unit.name(),
                unit.parent() == null ? null : names.get(unit.parent()),
                quota.limit().value(),
                quota.used().value(),
                quota.reserved().value(),
                quota.objects().limit(),
                quota.objects().used(),
                quota.objects().reserved(),
                allocation.allocated().value(),
                allocation.overallocation(),
                capacity == null ? null : capacity.value());
    }
}
