package gedeon.server.rest;

import gedeon.metadata.Crates;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A notebook's {@code ro-crate-metadata.json}, streamed: where it breaks off, the connection is cut, and the client sees that. */
@RestController
class CrateRoutes {
    /** Each holds a connection to the database while its client reads: slow clients must not take them all. */
    private final Semaphore writing = new Semaphore(2);

    private final Crates crates;
    private final Access access;

    CrateRoutes(Crates crates, Access access) {
        this.crates = crates;
        this.access = access;
    }

    @GetMapping("/api/v1/notebooks/{name}/crate")
    void crate(@AuthenticationPrincipal Principal who, @PathVariable String name, HttpServletResponse response)
            throws IOException {
        NotebookRow notebook = access.notebook(who, Act.READ_OBJECT, name);
        if (!writing.tryAcquire()) {
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "two crates are being written; try again in a minute");
        }
        try {
            response.setContentType("application/ld+json");
            response.setHeader("Content-Disposition", "inline; filename=\"ro-crate-metadata.json\"");
            crates.write(notebook.id(), notebook.name(), response.getOutputStream());
        } finally {
            writing.release();
        }
    }
}
