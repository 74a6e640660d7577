package gedeon.server.web;

import gedeon.server.security.Sessions;
import gedeon.storage.notebooks.Notebooks;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Sign-in with a token, and sign-out. */
@Controller
class SignInPage {
    private final Notebooks notebooks;

    SignInPage(Notebooks notebooks) {
        this.notebooks = notebooks;
    }

    @GetMapping("/sign-in")
    String form() {
        return "sign-in";
    }

    @PostMapping("/sign-in")
    ModelAndView signIn(HttpServletRequest request, @RequestParam String token) {
        String stripped = token.strip();
        if (notebooks.byToken(stripped).isEmpty()) {
            ModelAndView again = new ModelAndView("sign-in", HttpStatus.UNAUTHORIZED);
            again.addObject("refused", true);
            return again;
        }
        Sessions.signIn(request, stripped);
        return new ModelAndView("redirect:/");
    }

    @PostMapping("/sign-out")
    String signOut(HttpServletRequest request) {
        Sessions.signOut(request);
        return "redirect:/sign-in";
    }
}
