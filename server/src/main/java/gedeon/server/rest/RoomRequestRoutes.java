package gedeon.server.rest;

import gedeon.client.wire.NewRoomRequest;
import gedeon.client.wire.Page;
import gedeon.client.wire.RoomGrant;
import gedeon.client.wire.RoomRefusal;
import gedeon.client.wire.RoomRequestBody;
import gedeon.kernel.ByteCount;
import gedeon.server.security.Access;
import gedeon.storage.RoomRequests;
import gedeon.storage.RoomRequests.RoomRequest;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Members ask for more room of their notebooks; who sets its limit grants or refuses. */
@RestController
class RoomRequestRoutes {
    private static final int MOST = 100;

    private final RoomRequests requests;
    private final Rights rights;
    private final Access access;

    RoomRequestRoutes(RoomRequests requests, Rights rights, Access access) {
        this.requests = requests;
        this.rights = rights;
        this.access = access;
    }

    @PostMapping("/api/v1/notebooks/{name}/quota/requests")
    @ResponseStatus(HttpStatus.CREATED)
    RoomRequestBody ask(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewRoomRequest request) {
        int notebook = access.notebook(who, Act.REQUEST_ROOM, name).id();
        long objects = request.moreObjects() == null ? 0 : request.moreObjects();
        return body(requests.ask(who.id(), notebook, ByteCount.of(request.more()), objects, request.reason()));
    }

    @GetMapping("/api/v1/notebooks/{name}/quota/requests")
    Page<RoomRequestBody> ofNotebook(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        int notebook = access.notebook(who, Act.SEE_QUOTA, name).id();
        return Page.of(requests.ofNotebook(notebook, MOST).stream()
                .map(RoomRequestRoutes::body)
                .toList());
    }

    /** Those that wait for the caller. */
    @GetMapping("/api/v1/quota/requests")
    Page<RoomRequestBody> open(@AuthenticationPrincipal Principal who) {
        return Page.of(requests.open(rights.notebooks(who, Act.SET_QUOTA)).stream()
                .map(RoomRequestRoutes::body)
                .toList());
    }

    @PostMapping("/api/v1/quota/requests/{id}/grant")
    RoomRequestBody grant(
            @AuthenticationPrincipal Principal who, @PathVariable String id, @RequestBody RoomGrant grant) {
        RoomRequests.Part part = new RoomRequests.Part(bytes(grant.limit()), bytes(grant.more()), grant.moreObjects());
        String words = grant.words() == null ? "" : grant.words();
        return body(requests.grant(access.roomRequest(who, id).id(), who.id(), part, words));
    }

    private static @Nullable ByteCount bytes(@Nullable Long count) {
        return count == null ? null : ByteCount.of(count);
    }

    @PostMapping("/api/v1/quota/requests/{id}/refuse")
    RoomRequestBody refuse(
            @AuthenticationPrincipal Principal who, @PathVariable String id, @RequestBody RoomRefusal refusal) {
        return body(requests.refuse(access.roomRequest(who, id).id(), who.id(), refusal.words()));
    }

    private static RoomRequestBody body(RoomRequest request) {
        return new RoomRequestBody(
                String.valueOf(request.id()),
                request.notebookName(),
                request.asker(),
                request.more().value(),
                request.moreObjects(),
                request.reason(),
                request.asked(),
                request.state().name().toLowerCase(Locale.ROOT),
                request.decided(),
                request.decider(),
                request.words().isEmpty() ? null : request.words(),
                count(request.limit()),
                count(request.granted()),
                request.limitObjects(),
                request.grantedObjects());
    }

    private static @Nullable Long count(@Nullable ByteCount bytes) {
        return bytes == null ? null : bytes.value();
    }
}
