package gedeon.server.rest;

import gedeon.client.wire.NewLetter;
import gedeon.server.connectors.mail.Mail;
import gedeon.server.security.Access;
import gedeon.server.tiers.InUse;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Whether letters arrive. */
@RestController
@RequestMapping("/api/v1/mail")
class LetterRoutes {
    private final Mail mail;
    private final Access access;

    LetterRoutes(Mail mail, Access access) {
        this.mail = mail;
        this.access = access;
    }

    /** Answers when the mail server has taken it, or with what it said. */
    @PostMapping("/test")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void test(@AuthenticationPrincipal Principal who, @RequestBody NewLetter letter) {
        access.require(who, Act.OPERATE, On.INSTITUTION);
        try {
            mail.test(letter.to());
        } catch (Mail.NotSent e) {
            throw new InUse(String.valueOf(e.getMessage()));
        }
    }
}
