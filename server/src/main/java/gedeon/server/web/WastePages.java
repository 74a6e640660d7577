package gedeon.server.web;

import gedeon.server.security.Access;
import gedeon.storage.ObjectKey;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.Confirmation;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.NotNow;
import gedeon.storage.disposal.Preview;
import gedeon.storage.disposal.Waste;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Aborted and test acquisitions of a notebook: who works there marks them, its manager disposes of them alone. */
@Controller
class WastePages {
    private static final int ROWS = 100;

    private final Disposing disposing;
    private final Waste waste;
    private final ObjectStore store;
    private final Rights rights;
    private final Access access;
    private final NotebookHead heads;

    WastePages(Disposing disposing, ObjectStore store, Rights rights, Access access, NotebookHead heads) {
        this.disposing = disposing;
        this.waste = disposing.waste();
        this.store = store;
        this.rights = rights;
        this.access = access;
        this.heads = heads;
    }

    /** A marked version as a row. */
    record Line(String key, String size, long bytes, Moment came, Moment marked, String by, String reason) {
        static Line of(Waste.Marked one, Locale locale) {
            return new Line(
                    one.key().toString(),
                    one.size().human(locale),
                    one.size().value(),
                    Moment.of(one.came(), locale),
                    Moment.of(one.marked(), locale),
                    one.by(),
                    one.reason());
        }
    }

    /** What disposing would do, before it is done. */
    record Loss(long versions, String bytes, long goes, String goesBytes, List<Stays> stays) {
        /** @param why part of the key of its words */
        record Stays(String key, String why) {}

        static Loss of(Preview preview, Locale locale) {
            return new Loss(
                    preview.versions(),
                    preview.bytes().human(locale),
                    preview.goes(),
                    preview.goesBytes().human(locale),
                    preview.examples().stream()
                            .map(one -> new Stays(one.key(), one.why().name()))
                            .toList());
        }
    }

    /**
     * @param prefix of keys: what is shown, and what an act is about
     * @param dispose whether what a disposal would do is counted first
     */
    @GetMapping("/notebooks/{name}/waste")
    String waste(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "0") long seq,
            @RequestParam(defaultValue = "false") boolean dispose,
            Locale locale,
            Model model) {
        NotebookRow notebook = heads.show(who, name, "waste", locale, model);
        On on = new On.Notebook(notebook.id());
        rights.require(who, Act.LIST_OBJECTS, on);
        List<Bucket> buckets = store.buckets(notebook.id());
        Optional<Bucket> shown = buckets.stream()
                .filter(one -> one.name().equals(bucket))
                .findFirst()
                .or(() -> buckets.stream().findFirst());
        model.addAttribute("buckets", buckets.stream().map(Bucket::name).toList());
        model.addAttribute("bucket", shown.map(Bucket::name).orElse(""));
        model.addAttribute("prefix", prefix);
        model.addAttribute("marks", rights.may(who, Act.MARK_WASTE, on));
        boolean disposes = rights.may(who, Act.DISPOSE_OF_WASTE, on);
        model.addAttribute("disposes", disposes);
        model.addAttribute(
                "within", disposing.requests().settings().wasteWithin().toDays());
        List<Waste.Marked> page = shown.map(one -> waste.list(
                        one,
                        bytes(prefix),
                        after.isEmpty() ? null : ObjectKey.of(after).bytes(),
                        seq,
                        ROWS + 1))
                .orElse(List.of());
        model.addAttribute(
                "marked",
                page.stream().limit(ROWS).map(one -> Line.of(one, locale)).toList());
        model.addAttribute("next", page.size() > ROWS ? page.get(ROWS - 1) : null);
        model.addAttribute(
                "loss",
                dispose && disposes && !page.isEmpty()
                        ? Loss.of(waste.preview(shown.orElseThrow(), new Chosen.Prefix(bytes(prefix)), false), locale)
                        : null);
        return "waste";
    }

    /** @param prefix of keys; a whole bucket is marked by the command line alone */
    @PostMapping("/notebooks/{name}/waste/mark")
    String mark(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "") String reason,
            Locale locale,
            RedirectAttributes answer) {
        Bucket found = access.bucket(who, Act.MARK_WASTE, bucket);
        if (prefix.isBlank()) {
            answer.addFlashAttribute("wasteTrouble", "waste.trouble.prefix");
        } else {
            act(
                    answer,
                    () -> said(
                            answer, "waste.done.marked", waste.mark(who.id(), found, chosen(prefix), reason), locale));
        }
        return back(name, bucket, prefix, answer);
    }

    @PostMapping("/notebooks/{name}/waste/unmark")
    String unmark(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam String bucket,
            @RequestParam(defaultValue = "") String prefix,
            Locale locale,
            RedirectAttributes answer) {
        Bucket found = access.bucket(who, Act.MARK_WASTE, bucket);
        act(answer, () -> said(answer, "waste.done.unmarked", waste.unmark(who.id(), found, chosen(prefix)), locale));
        return back(name, bucket, prefix, answer);
    }

    /** @param confirm the bucket's name, written again */
    @PostMapping("/notebooks/{name}/waste/dispose")
    String dispose(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "") String confirm,
            RedirectAttributes answer) {
        Bucket found = access.bucket(who, Act.DISPOSE_OF_WASTE, bucket);
        act(answer, () -> {
            Confirmation.require(found.name(), confirm);
            DisposalRequest done = waste.dispose(who.id(), found, chosen(prefix), false);
            boolean over = done.state() == DisposalRequest.State.DONE;
            answer.addFlashAttribute("wasteDone", over ? "waste.done.disposed" : "waste.done.disposing");
            answer.addFlashAttribute("wasteVersions", done.disposed());
            answer.addFlashAttribute("wasteSize", String.valueOf(done.stayed()));
        });
        return back(name, bucket, prefix, answer);
    }

    private static void said(RedirectAttributes answer, String key, Waste.Count count, Locale locale) {
        answer.addFlashAttribute("wasteDone", key);
        answer.addFlashAttribute("wasteVersions", count.versions());
        answer.addFlashAttribute("wasteSize", count.bytes().human(locale));
    }

    /** What went wrong is told by the page that follows. */
    private static void act(RedirectAttributes answer, Runnable act) {
        try {
            act.run();
        } catch (NotNow e) {
            answer.addFlashAttribute("wasteTrouble", "waste.trouble.not-now");
        } catch (Refusal e) {
            answer.addFlashAttribute("wasteTrouble", "waste.trouble.nothing");
        } catch (Confirmation.Missing e) {
            answer.addFlashAttribute("wasteTrouble", "waste.trouble.confirm");
        } catch (IllegalArgumentException e) {
            answer.addFlashAttribute("wasteTrouble", "waste.trouble.words");
        }
    }

    private static Chosen chosen(String prefix) {
        return new Chosen.Prefix(bytes(prefix));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String back(String name, String bucket, @Nullable String prefix, RedirectAttributes answer) {
        answer.addAttribute("name", name);
        answer.addAttribute("bucket", bucket);
        answer.addAttribute("prefix", prefix);
        return "redirect:/notebooks/{name}/waste";
    }
}
