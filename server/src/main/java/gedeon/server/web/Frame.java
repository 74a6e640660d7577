package gedeon.server.web;

import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** What a page shows when it cannot show what was asked: the frame, one sentence, one act. */
@ControllerAdvice(basePackages = "gedeon.server.web")
class Frame {
    private static final Logger LOG = LoggerFactory.getLogger(Frame.class);

    @ExceptionHandler
    ModelAndView denied(Rights.Denied e) {
        return page(HttpStatus.FORBIDDEN);
    }

    @ExceptionHandler
    ModelAndView unknown(Notebooks.Unknown e) {
        return page(HttpStatus.NOT_FOUND);
    }

    @ExceptionHandler
    ModelAndView failed(RuntimeException e) {
        LOG.error("a page failed", e);
        return page(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static ModelAndView page(HttpStatus status) {
        ModelAndView page = new ModelAndView("error", status);
        page.addObject("status", status.value());
        return page;
    }
}
