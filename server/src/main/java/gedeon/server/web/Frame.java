package gedeon.server.web;

import gedeon.server.security.Disposed;
import gedeon.server.security.SignedIn;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Rights;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** The frame around every page; and what a page shows when it cannot show what was asked: the frame, one sentence, one act. */
@ControllerAdvice(basePackages = "gedeon.server.web")
class Frame implements ErrorViewResolver {
    private static final Logger LOG = LoggerFactory.getLogger(Frame.class);

    private final Rights rights;

    Frame(Rights rights) {
        this.rights = rights;
    }

    @ModelAttribute
    Top top(HttpServletRequest request) {
        return Top.of(request, operates());
    }

    @ExceptionHandler
    ModelAndView denied(Rights.Denied e, HttpServletRequest request) {
        return page(HttpStatus.FORBIDDEN, request);
    }

    @ExceptionHandler
    ModelAndView unknown(Notebooks.Unknown e, HttpServletRequest request) {
        return page(HttpStatus.NOT_FOUND, request);
    }

    /** What was there once: what it was, when and why it went, its hash. */
    @ExceptionHandler
    ModelAndView disposed(Disposed e, HttpServletRequest request, Locale locale) {
        ModelAndView page = new ModelAndView("gone", HttpStatus.GONE);
        page.addObject("top", Top.of(request, operates()));
        page.addObject("name", e.name());
        page.addObject(
                "tombs",
                e.tombstones().stream().map(one -> Tomb.of(one, locale)).toList());
        return page;
    }

    /** A parameter that this site never writes. */
    @ExceptionHandler
    ModelAndView mistyped(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        return page(HttpStatus.NOT_FOUND, request);
    }

    /** A download that breaks off half way is cut, for the browser to see it; its person going away is no trouble of ours. */
    @ExceptionHandler
    ModelAndView unreadable(IOException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            throw e;
        }
        LOG.warn("storage could not be read", e);
        response.reset();
        return page(HttpStatus.SERVICE_UNAVAILABLE, request);
    }

    @ExceptionHandler
    ModelAndView failed(RuntimeException e, HttpServletRequest request) {
        LOG.error("a page failed", e);
        return page(HttpStatus.INTERNAL_SERVER_ERROR, request);
    }

    /** Whether the rail leads to operations; also told where the database does not answer: not. */
    private boolean operates() {
        try {
            return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn who
                    && rights.may(who.getPrincipal(), Act.OPERATE, On.INSTITUTION);
        } catch (RuntimeException e) {
            LOG.debug("nobody can say who operates", e);
            return false;
        }
    }

    /** What no controller of ours answered. */
    @Override
    public ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
        return page(status, request);
    }

    private ModelAndView page(HttpStatus status, HttpServletRequest request) {
        ModelAndView page = new ModelAndView("error", status);
        page.addObject("status", status.value());
        page.addObject("top", Top.of(request, operates()));
        return page;
    }
}
