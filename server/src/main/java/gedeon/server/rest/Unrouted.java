package gedeon.server.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** What no route takes (404, 405, 406, 415): problem details below {@code /api}, where {@link WebErrors} sees routes' own errors only. Pages keep theirs. */
@Component
class Unrouted implements HandlerExceptionResolver, Ordered {
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (handler instanceof HandlerMethod
                || !(e instanceof ErrorResponse error)
                || !request.getRequestURI().startsWith("/api/")) {
            return null;
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", String.valueOf(error.getBody().getTitle()));
        problem.put("status", error.getStatusCode().value());
        problem.put("detail", detail(request, error));
        problem.put("instance", request.getRequestURI());
        response.setStatus(error.getStatusCode().value());
        error.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(problem));
        } catch (IOException gone) {
            throw new UncheckedIOException("whoever asked has gone", gone);
        }
        return new ModelAndView();
    }

    private static String detail(HttpServletRequest request, ErrorResponse error) {
        return switch (error.getStatusCode().value()) {
            case 404 -> "there is no " + request.getRequestURI() + "; /v3/api-docs lists what there is";
            case 405 ->
                request.getMethod() + " is not offered here; use "
                        + String.join(
                                ", ",
                                error.getHeaders().getAllow().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .toList());
            default -> String.valueOf(error.getBody().getDetail());
        };
    }
}
