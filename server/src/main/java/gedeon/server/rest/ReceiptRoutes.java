package gedeon.server.rest;

import gedeon.client.wire.DatasetReceiptBody;
import gedeon.client.wire.ReceiptKeyBody;
import gedeon.metadata.Arrivals;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.metadata.ReceiptKey;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Receipts for whoever checks them without this server; the key is public. */
@RestController
class ReceiptRoutes {
    private final Catalogue catalogue;
    private final Access access;

    ReceiptRoutes(Catalogue catalogue, Access access) {
        this.catalogue = catalogue;
        this.access = access;
    }

    @GetMapping("/api/v1/receipts/key")
    ReceiptKeyBody key() {
        ReceiptKey key = catalogue.receiptKey();
        return new ReceiptKeyBody("OKP", "Ed25519", "EdDSA", "sig", key.kid(), key.x());
    }

    @GetMapping("/api/v1/datasets/{id}/receipt")
    DatasetReceiptBody receipt(@AuthenticationPrincipal Principal who, @PathVariable String id) {
        Dataset dataset = access.dataset(who, Act.READ_OBJECT, id);
        Arrivals.Arrival arrival = catalogue.arrivals().of(dataset.id()).orElse(null);
        Arrivals.Receipt receipt = arrival == null ? null : arrival.receipt();
        if (arrival == null || receipt == null) {
            throw new Notebooks.Unknown("receipt of dataset", id);
        }
        return new DatasetReceiptBody(dataset.id().toString(), arrival.number(), receipt.statement());
    }
}
