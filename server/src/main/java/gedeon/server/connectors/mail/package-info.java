/**
 * Tells people by mail what cannot wait until they look: a notebook or unit that is nearly full, copies that are damaged or lost. {@link gedeon.server.connectors.mail.Mail}
 * is the face that routes call. Events become letters in the outbox ({@code Warnings}); one loop gathers those of a recipient and sends them ({@code Postman}) through Camel's
 * route ({@code MailRoutes}). Without a mail server in the settings nothing is written and nothing waits.
 */
@NullMarked
package gedeon.server.connectors.mail;

import org.jspecify.annotations.NullMarked;
