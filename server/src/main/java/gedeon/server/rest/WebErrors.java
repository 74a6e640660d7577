package gedeon.server.rest;

import gedeon.client.wire.Problem;
import gedeon.dmp.PlanChanged;
import gedeon.dmp.RoomNotAllowed;
import gedeon.metadata.AgentSettingsVersions;
import gedeon.metadata.Agents;
import gedeon.metadata.Datasets;
import gedeon.server.connectors.labguru.LabguruBusy;
import gedeon.server.connectors.labguru.LabguruFailed;
import gedeon.server.security.Disposed;
import gedeon.server.tiers.InUse;
import gedeon.storage.OverAllocated;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.RoomRequests;
import gedeon.storage.disposal.NotNow;
import gedeon.storage.lifecycle.fixity.LostAndFound;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns what went wrong in a route into RFC 9457 problem details: the only place that does. What no route takes is {@link Unrouted}'s. */
@RestControllerAdvice(basePackages = "gedeon.server.rest")
class WebErrors extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WebErrors.class);

    @ExceptionHandler
    ProblemDetail denied(Rights.Denied e) {
        return problem(HttpStatus.FORBIDDEN, e);
    }

    @ExceptionHandler
    ProblemDetail unknown(Notebooks.Unknown e) {
        return problem(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler
    ProblemDetail taken(Notebooks.NameTaken e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail stays(LostAndFound.Stays e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail inUse(InUse e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail busy(LabguruBusy e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail elsewhere(LabguruFailed e) {
        return problem(HttpStatus.BAD_GATEWAY, e);
    }

    @ExceptionHandler
    ProblemDetail full(QuotaExceeded e) {
        ProblemDetail problem = problem(HttpStatus.FORBIDDEN, e);
        // By it agents tell a lack of room from a lack of rights.
        problem.setTitle(Problem.QUOTA_EXCEEDED);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail leaseLost(QuotaLedger.LeaseLost e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
    }

    @ExceptionHandler
    ProblemDetail notNow(RoomRequests.NotNow e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail notNow(NotNow e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    /** What was there once is not unknown. */
    @ExceptionHandler
    ProblemDetail disposed(Disposed e) {
        ProblemDetail problem = problem(HttpStatus.GONE, e);
        problem.setProperty(
                "tombstones",
                e.tombstones().stream().map(DisposalBodies::tombstone).toList());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail overAllocated(OverAllocated e) {
        return problem(HttpStatus.FORBIDDEN, e);
    }

    @ExceptionHandler
    ProblemDetail changed(Preconditions.Changed e) {
        return problem(HttpStatus.PRECONDITION_FAILED, e);
    }

    @ExceptionHandler
    ProblemDetail changed(Datasets.Changed e) {
        return problem(HttpStatus.PRECONDITION_FAILED, e);
    }

    @ExceptionHandler
    ProblemDetail planChanged(PlanChanged e) {
        return problem(HttpStatus.PRECONDITION_FAILED, e);
    }

    @ExceptionHandler
    ProblemDetail settingsChanged(AgentSettingsVersions.Changed e) {
        return problem(HttpStatus.PRECONDITION_FAILED, e);
    }

    @ExceptionHandler
    ProblemDetail refused(Agents.Refused e) {
        return problem(HttpStatus.FORBIDDEN, e);
    }

    @ExceptionHandler
    ProblemDetail roomNotAllowed(RoomNotAllowed e) {
        return problem(HttpStatus.FORBIDDEN, e);
    }

    @ExceptionHandler
    ProblemDetail unusable(IllegalArgumentException e) {
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, e);
    }

    @ExceptionHandler
    ProblemDetail refused(Refusal e) {
        return problem(
                switch (e.reason()) {
                    case NO_SUCH_BUCKET, NO_SUCH_KEY, NO_SUCH_VERSION, NO_SUCH_UPLOAD -> HttpStatus.NOT_FOUND;
                    case BUCKET_EXISTS, BUCKET_OWNED, BUCKET_NOT_EMPTY, INVALID_BUCKET_STATE, RESTORE_UNDER_WAY ->
                        HttpStatus.CONFLICT;
                    case PRECONDITION_FAILED -> HttpStatus.PRECONDITION_FAILED;
                    case LOCKED, KEY_DESTROYED, ARCHIVED, NOT_ARCHIVED -> HttpStatus.FORBIDDEN;
                    case TIER_UNAVAILABLE, UNKNOWN_OUTCOME, TOO_MANY_RESTORES -> HttpStatus.SERVICE_UNAVAILABLE;
                    case INVALID_BUCKET_NAME,
                            NOT_LOCKABLE,
                            UNKNOWN_KEY,
                            CUSTOMER_KEY,
                            INVALID_PART,
                            INVALID_PART_ORDER,
                            ENTITY_TOO_SMALL,
                            ENTITY_TOO_LARGE,
                            INCOMPLETE_BODY,
                            BAD_DIGEST -> HttpStatus.UNPROCESSABLE_CONTENT;
                },
                e);
    }

    @ExceptionHandler
    ProblemDetail unavailable(IOException e, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            throw e;
        }
        LOG.warn("storage could not be read", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "storage cannot be read now; try again in a minute");
    }

    @ExceptionHandler
    ProblemDetail missing(WholeBodies.FieldMissing e) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, e);
        problem.setProperty("field", e.field());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail database(Sql.Failed e, HttpServletResponse response) {
        if (response.isCommitted()) {
            throw e;
        }
        if (e.state().startsWith("22")) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "a text or number of the request cannot be kept; look for NUL characters and figures out of range");
        }
        if (e.overtaken()) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.CONFLICT, "another request changed what this one needs; repeat the request");
        }
        if (e.unreachable()) {
            LOG.warn("the database could not be reached", e);
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.SERVICE_UNAVAILABLE, "the database cannot be reached now; try again in a minute");
        }
        return failed(e, response);
    }

    /** What breaks off half way is cut, for the client to see it: nothing is written behind what was sent. */
    @ExceptionHandler
    ProblemDetail failed(RuntimeException e, HttpServletResponse response) {
        if (response.isCommitted()) {
            throw e;
        }
        LOG.error("a request failed", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "the server failed; its log names the reason");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field = e.getCause() instanceof JacksonException broken ? field(broken) : "";
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_CONTENT,
                (field.isEmpty() ? "the body" : "\"" + field + "\" of the body")
                        + " cannot be read; send the JSON that /v3/api-docs describes");
        if (!field.isEmpty()) {
            problem.setProperty("field", field);
        }
        return handleExceptionInternal(e, problem, headers, HttpStatus.UNPROCESSABLE_CONTENT, request);
    }

    /** {@code files[0].size} */
    private static String field(JacksonException e) {
        StringBuilder field = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return field.toString();
    }

    private static ProblemDetail problem(HttpStatus status, Exception e) {
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
