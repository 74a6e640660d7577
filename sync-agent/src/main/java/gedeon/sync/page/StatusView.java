package gedeon.sync.page;

import gedeon.client.wire.HeartbeatBody;
import gedeon.kernel.ByteCount;
import gedeon.sync.status.AgentStatus;
import gedeon.sync.status.SourceLook;
import gedeon.sync.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** How the agent stands: is all received, what waits, what is wrong, how each watched folder is. */
final class StatusView {
    private static final int WAITING = 100;
    private static final int RECEIVED = 20;
    private static final Set<String> FIGURES = Set.of("found", "size");

    private StatusView() {}

    static String html(Words words, PageFacts facts) {
        Html html = new Html();
        answer(html, words, facts);
        troubles(html, words, facts.troubles());
        figures(html, words, facts);
        sources(html, words, facts.sources());
        List<AgentStatus.Acquisition> all = facts.status().acquisitions();
        html.element("h2", words.say("page-waiting"));
        acquisitions(html, words, all, "page-waiting-caption", "page-waiting-none", WAITING, one -> !received(one));
        html.element("h2", words.say("page-received"));
        acquisitions(html, words, all, "page-received-caption", "page-received-none", RECEIVED, StatusView::received);
        return Frame.around(words, facts, false, html);
    }

    private static boolean received(AgentStatus.Acquisition one) {
        return one.state().equals("received");
    }

    private static void answer(Html html, Words words, PageFacts facts) {
        AgentStatus status = facts.status();
        if (!facts.troubles().isEmpty()) {
            html.raw("<p class=\"answer bad\">▲ ")
                    .text(words.say("page-answer-trouble", facts.troubles().size()));
        } else if (status.waiting() > 0) {
            html.raw("<p class=\"answer warn\">● ").text(words.say("page-answer-waiting", status.waiting()));
        } else {
            html.raw("<p class=\"answer ok\">✓ ").text(words.say("page-answer-well", status.received()));
        }
        html.raw("</p>\n");
    }

    /** The agent's own sentences are English. */
    private static void troubles(Html html, Words words, List<String> troubles) {
        if (!troubles.isEmpty()) {
            html.raw("<section class=\"trouble\">")
                    .element("h2", words.say("page-troubles"))
                    .raw("<ul lang=\"en\">");
            troubles.forEach(trouble -> html.element("li", trouble));
            html.raw("</ul></section>\n");
        }
    }

    private static void figures(Html html, Words words, PageFacts facts) {
        AgentStatus status = facts.status();
        html.raw("<dl>");
        figure(
                html,
                words.say("page-figure-received"),
                words.say(
                        "page-received-figure",
                        status.received(),
                        ByteCount.of(status.bytes()).human(words.locale()),
                        status.provisional()));
        figure(
                html,
                words.say("page-figure-backlog"),
                status.oldestUnsent() == null
                        ? words.say("page-backlog-none")
                        : words.say("page-backlog", status.waiting(), words.time(status.oldestUnsent())));
        figure(
                html,
                words.say("page-figure-pace"),
                words.say(
                        "page-pace",
                        ByteCount.of(facts.bytesPerSecond()).human(words.locale()),
                        ByteCount.of(facts.bytesSince()).human(words.locale()),
                        words.time(facts.started())));
        HeartbeatBody heartbeat = facts.heartbeat();
        figure(
                html,
                words.say("page-figure-heartbeat"),
                heartbeat == null || facts.heartbeatAt() == null
                        ? words.say("page-heartbeat-none")
                        : words.time(facts.heartbeatAt()));
        if (heartbeat != null) {
            figure(
                    html,
                    words.say("page-figure-disk"),
                    ByteCount.of(heartbeat.disk()).human(words.locale()));
        }
        figure(html, words.say("page-figure-server"), status.server());
        figure(
                html,
                words.say("page-figure-who"),
                words.say("page-who", status.agent(), status.instrument(), status.notebook()));
        html.raw("</dl>\n");
    }

    private static void figure(Html html, String name, String value) {
        html.element("dt", name).element("dd", value);
    }

    private static void sources(Html html, Words words, List<SourceLook> sources) {
        html.element("h2", words.say("page-sources"));
        if (sources.isEmpty()) {
            html.element("p", words.say("page-sources-none"));
            return;
        }
        Frame.table(
                html,
                words.say("page-sources-caption"),
                heads(words, "source", "state", "folder", "place", "look", "found"),
                rows -> sources.forEach(source -> rows.raw("<tr><th scope=\"row\">")
                        .text(source.name())
                        .raw("</th><td class=\"" + (source.state().equals("away") ? "bad" : "ok") + "\">")
                        .text(words.say("source-" + source.state()))
                        .raw("</td><td class=\"v\"><code>")
                        .text(source.folder())
                        .raw("</code></td><td class=\"v\">")
                        .text(place(words, source))
                        .raw("</td><td>")
                        .text(
                                source.state().equals("looking")
                                        ? words.say("page-looking", words.time(source.at()))
                                        : words.say("page-look", words.time(source.at()), source.tookMillis()))
                        .raw("</td><td class=\"n\">")
                        .text(source.acquisitions())
                        .raw("</td></tr>\n")));
    }

    static String place(Words words, SourceLook source) {
        String store = source.store();
        String type = source.type();
        if (store == null || type == null) {
            return words.say("place-unknown");
        }
        return words.say(source.share() ? "place-share" : "place-local", store, type);
    }

    static List<Frame.Head> heads(Words words, String... names) {
        List<Frame.Head> heads = new ArrayList<>();
        for (String name : names) {
            heads.add(new Frame.Head(words.say("head-" + name), FIGURES.contains(name)));
        }
        return heads;
    }

    private static void acquisitions(
            Html html,
            Words words,
            List<AgentStatus.Acquisition> all,
            String caption,
            String none,
            int most,
            Predicate<AgentStatus.Acquisition> which) {
        List<AgentStatus.Acquisition> shown =
                all.stream().filter(which).limit(most).toList();
        if (shown.isEmpty()) {
            html.element("p", words.say(none));
            return;
        }
        Frame.table(
                html,
                words.say(caption, shown.size()),
                heads(words, "acquisition", "state", "rule", "size", "note"),
                rows -> shown.forEach(one -> rows.raw("<tr><th scope=\"row\" class=\"v\">")
                        .text(one.source() + "/" + one.name())
                        .raw("</th><td>")
                        .text(words.say("state-" + one.state()))
                        .raw("</td><td>")
                        .text(rule(words, one))
                        .raw("</td><td class=\"n\">")
                        .text(one.bytes() == 0 ? "" : ByteCount.of(one.bytes()).human(words.locale()))
                        .raw("</td><td class=\"v\" lang=\"en\">")
                        .text(one.trouble() == null ? "" : one.trouble())
                        .raw("</td></tr>\n")));
    }

    private static String rule(Words words, AgentStatus.Acquisition one) {
        if (one.rule() == null) {
            return "";
        }
        return Boolean.TRUE.equals(one.provisional()) ? words.say("page-provisional", one.rule()) : one.rule();
    }
}
