package gedeon.server.rest;

import gedeon.client.wire.NewWebhook;
import gedeon.client.wire.Page;
import gedeon.client.wire.WebhookBody;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.webhooks.Webhooks;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where a notebook's buckets may send what happens in them. */
@RestController
class WebhookRoutes {
    private final Webhooks webhooks;
    private final Access access;

    WebhookRoutes(Webhooks webhooks, Access access) {
        this.webhooks = webhooks;
        this.access = access;
    }

    @PostMapping("/api/v1/notebooks/{name}/webhooks")
    @ResponseStatus(HttpStatus.CREATED)
    WebhookBody add(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewWebhook webhook) {
        int notebook = access.notebook(who, Act.CONFIGURE_BUCKET, name).id();
        Webhooks.Made made = webhooks.add(notebook, webhook.name(), webhook.url());
        return new WebhookBody(webhook.name(), webhook.url(), made.webhook().arn(), made.secret());
    }

    @GetMapping("/api/v1/notebooks/{name}/webhooks")
    Page<WebhookBody> list(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        int notebook = access.notebook(who, Act.CONFIGURE_BUCKET, name).id();
        return Page.of(webhooks.list(notebook).stream()
                .map(one -> new WebhookBody(one.name(), one.url(), one.arn(), null))
                .toList());
    }

    @DeleteMapping("/api/v1/notebooks/{name}/webhooks/{webhook}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Principal who, @PathVariable String name, @PathVariable String webhook) {
        webhooks.remove(access.notebook(who, Act.CONFIGURE_BUCKET, name).id(), webhook);
    }
}
