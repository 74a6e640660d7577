package gedeon.sync.page;

import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.HeartbeatBody;
import gedeon.client.wire.ManifestBody;
import gedeon.sync.status.SourceLook;
import gedeon.sync.words.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leaves the computer: every field of every record that is sent, taken from the records themselves, with what it held the last time, and every header of the
 * requests to the bucket as they went over the wire. A field that is new appears by itself.
 */
public final class LeavesView {
    private final Outbox outbox;
    private final EnrolRequest introduction;

    /** @param introduction what enrolling says of this computer, the code left out */
    public LeavesView(Outbox outbox, EnrolRequest introduction) {
        this.outbox = outbox;
        this.introduction = introduction;
    }

    String html(Words words, PageFacts facts) {
        Html html = new Html();
        html.raw("<p class=\"answer\">")
                .text(words.say("leaves-answer", facts.status().server()))
                .raw("</p>\n");
        html.element("p", words.say("leaves-never"));
        files(html, words, facts.sources());
        transfers(html, words);
        record(html, words, "leaves-manifest", ManifestBody.class, last(ManifestBody.class));
        record(html, words, "leaves-heartbeat", HeartbeatBody.class, last(HeartbeatBody.class));
        record(html, words, "leaves-enrolment", EnrolRequest.class, introduction);
        others(html, words);
        return Frame.around(words, facts, true, html);
    }

    private @Nullable Object last(Class<?> body) {
        return outbox.last(body).map(Outbox.Said::body).orElse(null);
    }

    private static void files(Html html, Words words, List<SourceLook> sources) {
        html.element("h2", words.say("leaves-files")).element("p", words.say("leaves-files-text"));
        if (sources.isEmpty()) {
            html.element("p", words.say("page-sources-none"));
            return;
        }
        Frame.table(
                html,
                words.say("leaves-files-caption"),
                StatusView.heads(words, "source", "folder", "takes", "with", "rule"),
                rows -> sources.forEach(source -> rows.raw("<tr><th scope=\"row\">")
                        .text(source.name())
                        .raw("</th><td class=\"v\"><code>")
                        .text(source.folder())
                        .raw("</code></td><td class=\"v\"><code>")
                        .text(source.takes())
                        .raw("</code></td><td class=\"v\"><code>")
                        .text(String.join(" ", source.companions()))
                        .raw("</code></td><td>")
                        .text(source.rule())
                        .raw("</td></tr>\n")));
    }

    private void transfers(Html html, Words words) {
        html.element("h2", words.say("leaves-transfers")).element("p", words.say("leaves-transfers-text"));
        List<Outbox.Carried> transfers = outbox.transfers();
        if (transfers.isEmpty()) {
            html.element("p", words.say("leaves-transfers-none"));
        }
        for (Outbox.Carried one : transfers) {
            Frame.table(
                    html,
                    words.say("leaves-transfer", one.request(), one.count(), words.time(one.at())),
                    StatusView.heads(words, "field", "meaning", "last"),
                    rows -> {
                        row(rows, "key", words.say("leaves-key"), one.key());
                        one.headers().forEach((name, value) -> row(rows, name, header(words, name), value));
                    });
        }
    }

    private static String header(Words words, String name) {
        return words.sayOr("header." + name.toLowerCase(java.util.Locale.ROOT), "");
    }

    private static void record(Html html, Words words, String key, Class<?> type, @Nullable Object instance) {
        html.element("h2", words.say(key)).element("p", words.say(key + "-text"));
        Frame.table(
                html,
                words.say(instance == null ? "leaves-not-yet" : "leaves-last"),
                StatusView.heads(words, "field", "meaning", "last"),
                rows -> Fields.of(type, instance)
                        .forEach(field ->
                                row(rows, field.name(), words.sayOr("field." + field.key(), ""), field.value())));
    }

    /** Requests of other kinds that were made since the agent began: their records' fields, and questions that carry nothing. */
    private void others(Html html, Words words) {
        html.element("h2", words.say("leaves-others")).element("p", words.say("leaves-others-text"));
        for (Outbox.Said said : outbox.requests()) {
            Object body = said.body();
            if (body instanceof HeartbeatBody || body instanceof ManifestBody) {
                continue;
            }
            html.raw("<p><code>")
                    .text(said.request())
                    .raw("</code> ")
                    .text(words.say("leaves-request", said.count(), words.time(said.at())))
                    .raw("</p>\n");
            if (body != null) {
                Frame.table(
                        html,
                        words.say("leaves-last"),
                        StatusView.heads(words, "field", "meaning", "last"),
                        rows -> other(rows, words, body));
            }
        }
    }

    private static void other(Html rows, Words words, Object body) {
        if (body.getClass().isRecord()) {
            Fields.of(body.getClass(), body)
                    .forEach(field -> row(rows, field.name(), words.sayOr("field." + field.key(), ""), field.value()));
        } else {
            row(rows, body.getClass().getSimpleName(), "", String.valueOf(body));
        }
    }

    private static void row(Html rows, String field, String meaning, String value) {
        rows.raw("<tr><th scope=\"row\"><code>")
                .text(field)
                .raw("</code></th><td>")
                .text(meaning)
                .raw("</td><td class=\"v\"><code>")
                .text(value)
                .raw("</code></td></tr>\n");
    }
}
