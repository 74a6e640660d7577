package gedeon.server.web;

import gedeon.kernel.Digest;
import gedeon.metadata.Arrivals;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.server.security.Access;
import gedeon.storage.Objects;
import gedeon.storage.StoredVersion;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Files of a dataset and its receipt, to keep. Never shown in the browser: they are strangers' bytes on this site's address. */
@Controller
class DatasetDownloads {
    private final Catalogue catalogue;
    private final Objects objects;
    private final Access access;

    DatasetDownloads(Catalogue catalogue, Objects objects, Access access) {
        this.catalogue = catalogue;
        this.objects = objects;
        this.access = access;
    }

    @GetMapping("/datasets/{id}/file")
    void file(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam String path,
            HttpServletResponse response)
            throws IOException {
        Dataset dataset = access.dataset(who, Act.READ_OBJECT, id);
        StoredVersion version =
                catalogue.arrivals().stored(dataset.id(), path).orElseThrow(() -> new Notebooks.Unknown("file", path));
        Digest sha256 = version.sha256();
        try (InputStream bytes = objects.read(version, 0, version.size().value())) {
            attachment(response, path.substring(path.lastIndexOf('/') + 1), "application/octet-stream");
            response.setContentLengthLong(version.size().value());
            if (sha256 != null) {
                // RFC 9530
                response.setHeader(
                        "Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256.bytes()) + ":");
            }
            bytes.transferTo(response.getOutputStream());
        }
    }

    @GetMapping("/datasets/{id}/receipt")
    void receipt(@AuthenticationPrincipal Principal who, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        Dataset dataset = access.dataset(who, Act.READ_OBJECT, id);
        Arrivals.Receipt receipt = catalogue
                .arrivals()
                .of(dataset.id())
                .flatMap(arrival -> Optional.ofNullable(arrival.receipt()))
                .orElseThrow(() -> new Notebooks.Unknown("receipt", id));
        attachment(response, dataset.name() + ".receipt.jws", "application/jose");
        response.getOutputStream().write(receipt.statement().getBytes(StandardCharsets.US_ASCII));
    }

    private static void attachment(HttpServletResponse response, String name, String type) {
        response.setContentType(type);
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
    }
}
