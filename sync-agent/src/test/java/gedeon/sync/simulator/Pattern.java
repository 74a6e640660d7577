package gedeon.sync.simulator;

import static gedeon.sync.simulator.Sources.own;
import static gedeon.sync.simulator.Sources.shipped;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How instruments write, each under a rule that fits it. Where no rule can tell (a share that hides handles, a writer that closes its file in each pause), quiet
 * alone decides: provisional, to be mended. Sizes are small and time is virtual; pauses, rests and quiet periods are those of life.
 */
enum Pattern {
    STEADY("1", shipped("thermo-raw"), hands -> {
        Hand hand = hands.get();
        hand.open("a.raw").append("a.raw", 4096, 6000).appends("a.raw", hand.some(10, 40), 1, 8);
        hand.close("a.raw").closes(30, "a.raw");
    }),
    PAUSES_WITH_THE_HANDLE("2", shipped("microscope-file"), hands -> {
        Hand hand = hands.get().open("a.czi");
        hand.appends("a.czi", hand.some(4, 9), 40, 1500).append("a.czi", 10, 5000);
        hand.close("a.czi").closes(30, "a.czi");
    }),
    PAUSES_ON_A_SHARE("2 on a share", true, shipped("generic-file"), hands -> {
        Hand hand = hands.get().open("a.czi");
        hand.appends("a.czi", hand.some(3, 6), 20, 900).append("a.czi", 10, 5000);
        hand.close("a.czi").closes(120, "a.czi");
    }),
    PAUSES_REOPENED("3", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        for (int i = hand.some(3, 6); i > 0; i--) {
            hand.open("a.dat").append("a.dat", 10, 3000).close("a.dat").pause(30, 900);
        }
        hand.append("a.dat", 10, 3000).closes(120, "a.dat");
    }),
    PAUSES_REOPENED_MARKED("3 with a marker", own(SourceKind.FILE, "*", ".done", 60), hands -> {
        Hand hand = hands.get();
        for (int i = hand.some(3, 6); i > 0; i--) {
            hand.open("a.dat").append("a.dat", 10, 3000).close("a.dat").pause(30, 900);
        }
        hand.append("a.dat", 10, 3000).pause(1, 30).append("a.dat.done", "ok").closes(3, "a.dat");
    }),
    MAPPED_WITH_THE_HANDLE("4", shipped("microscope-file"), hands -> {
        Hand hand = hands.get().open("a.nd2").preallocate("a.nd2", 12_000);
        mapped(hand, "a.nd2").close("a.nd2").closes(30, "a.nd2");
    }),
    MAPPED_ON_A_SHARE("4 on a share", true, shipped("generic-file"), hands -> {
        Hand hand = hands.get().preallocate("a.nd2", 12_000);
        mapped(hand, "a.nd2").closes(900, "a.nd2");
    }),
    HEADER_AT_THE_END("5", true, shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.append("a.dat", 600, 2000).appends("a.dat", hand.some(3, 8), 1, 60).pause(60, 400);
        boolean sameTime = hand.maybe();
        hand.copy("a.dat", "../before").times(now -> now.minus(2, ChronoUnit.HOURS));
        hand.patch("a.dat", 0, 512);
        if (sameTime) {
            hand.timeOf("a.dat", "../before");
        }
        // Without a sign in its time it is found by the later look: ten minutes after the receipt, then quiet anew.
        hand.closes(sameTime ? 900 : 120, "a.dat");
    }),
    END_OF_THE_FORMAT("5 with an end of its format", true, shipped("imzml"), hands -> {
        Hand hand = hands.get();
        hand.append("a.imzML", "<mzML>")
                .appends("a.ibd", hand.some(3, 6), 5, 300)
                .append("a.imzML", "<run/>");
        hand.pause(20, 500).patch("a.ibd", 0, 16).append("a.imzML", "</mzML>\n").closes(15, "a.imzML", "a.ibd");
    }),
    TEMPORARY_NAME("6", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.appends("a.dat.part", hand.some(4, 9), 1, 400)
                .append("a.dat.part", 100, 4000)
                .pause(10, 300);
        hand.rename("a.dat.part", "a.dat").closes(120, "a.dat");
    }),
    MOVED_IN("7", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.appends("../a.dat", hand.some(3, 9), 1, 300)
                .append("../a.dat", 100, 9000)
                .pause(1, 300);
        hand.rename("../a.dat", "day/a.dat").closes(120, "day/a.dat");
    }),
    MOVED_OVER_FROM_ANOTHER_DISK("7 as a copy", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.appends("a.dat", hand.some(8, 20), 1, 100).times(now -> now.minus(3, ChronoUnit.DAYS));
        hand.touch("a.dat").closes(120, "a.dat");
    }),
    OLD_TIME_KEPT("8", shipped("generic-file"), hands -> {
        Hand hand = hands.get().times(now -> Instant.parse("2021-05-06T07:08:09Z"));
        hand.appends("a.dat", hand.some(5, 12), 1, 200).append("a.dat", 10, 900).closes(120, "a.dat");
    }),
    COPY_OF_FULL_SIZE("8 at full size from the start", true, shipped("generic-file"), hands -> {
        Hand hand = hands.get().preallocate("a.dat", 9000);
        for (int at = 0; at < 9000; at += 1500) {
            hand.patch("a.dat", at, 1500).pause(1, 300);
        }
        hand.times(now -> now.minus(400, ChronoUnit.DAYS)).touch("a.dat").closes(120, "a.dat");
    }),
    TWO_SECOND_TIMES("9", shipped("generic-file"), hands -> {
        Hand hand = hands.get().times(Pattern::fat);
        hand.appends("a.dat", hand.some(8, 20), 0.2, 30)
                .append("a.dat", 10, 3000)
                .closes(120, "a.dat");
        hand.pause(200, 2000).times(now -> fat(now).plus(1, ChronoUnit.HOURS)).touch("a.dat");
    }),
    WRONG_CLOCK("10", shipped("generic-file"), hands -> {
        Hand hand = hands.get().times(now -> now.plus(18_000, ChronoUnit.DAYS));
        hand.appends("a.dat", hand.some(3, 9), 1, 100).setClock(Duration.ofHours(hand.maybe() ? 2 : -2));
        hand.times(now -> now.minus(2, ChronoUnit.HOURS)).appends("a.dat", hand.some(3, 9), 1, 100);
        hand.append("a.dat", 10, 3000).closes(120, "a.dat");
    }),
    PLACEHOLDER("11", shipped("thermo-raw"), hands -> {
        Hand hand = hands.get();
        int runs = hand.some(2, 3);
        for (int i = 0; i < runs; i++) {
            hand.append("q" + i + ".raw", 0, 0);
        }
        for (int i = 0; i < runs; i++) {
            String name = "q" + i + ".raw";
            hand.pause(60, 3600).open(name).append(name, 4096, 5000).appends(name, hand.some(3, 8), 10, 900);
            hand.close(name).closes(30, name);
        }
    }),
    PLACEHOLDER_ON_A_SHARE("11 on a share", true, shipped("thermo-raw"), hands -> {
        Hand hand = hands.get();
        int runs = hand.some(2, 3);
        for (int i = 0; i < runs; i++) {
            hand.append("q" + i + ".raw", 0, 0);
        }
        for (int i = 0; i < runs; i++) {
            String name = "q" + i + ".raw";
            hand.append(name, 4096, 5000)
                    .appends(name, hand.some(3, 8), 10, 800)
                    .append(name, 10, 900);
            hand.closes(900, name).pause(5, 200);
        }
    }),
    SIDE_FILES("12", shipped("sciex-wiff"), hands -> {
        Hand hand = hands.get().open("a.wiff.scan").open("a.wiff");
        hand.append("a.wiff.scan", 10, 500).pause(10, 200).append("a.wiff", 10, 2000);
        hand.appends("a.wiff.scan", hand.some(3, 6), 5, 300).close("a.wiff").pause(30, 400);
        hand.append("a.wiff.scan", 10, 6000).close("a.wiff.scan").closes(60, "a.wiff", "a.wiff.scan");
    }),
    SIDE_FILE_FIRST("12 with its main file last", true, own(SourceKind.FILE, "*", null, 60), hands -> {
        Hand hand = hands.get();
        hand.appends("a.rec", hand.some(3, 6), 5, 50).pause(10, 400).append("a.par", 100, 900);
        hand.closes(60, "a.par", "a.rec");
    }),
    MAIN_FILE_LATE("13", shipped("bruker-d"), hands -> {
        Hand hand = hands.get();
        hand.append("r/a.d/analysis.tdf", 100, 900).append("r/a.d/analysis.tdf-journal", 5, 50);
        hand.append("r/a.d/1.m/method.xml", 10, 500).pause(60, 7000).append("r/a.d/analysis.tdf_bin", 100, 5000);
        hand.appends("r/a.d/analysis.tdf_bin", hand.some(2, 6), 10, 900);
        hand.delete("r/a.d/analysis.tdf-journal").closes(60, "r/a.d");
    }),
    MARKER_LAST("14", shipped("illumina-run"), hands -> {
        Hand hand = run(hands.get(), "240101_M01_1_AB", 3000);
        hand.append("240101_M01_1_AB/CopyComplete.txt", "done").closes(3, "240101_M01_1_AB");
    }),
    MARKER_BEFORE_THE_LAST_COPY("14 too early", shipped("illumina-run"), hands -> {
        Hand hand = run(hands.get(), "240102_M01_2_AB", 500);
        hand.append("240102_M01_2_AB/RTAComplete.txt", "done").pause(1, 500);
        run(hand, "240102_M01_2_AB/Late", 500).closes(600, "240102_M01_2_AB");
    }),
    MARKER_MISSING("15", own(SourceKind.FOLDER, "*", "done.txt", 60), hands -> {
        Hand hand = run(hands.get(), "run1", 500);
        hand.append("run1/finished_2.txt", "ok").closes(3600, "run1");
    }),
    REWRITTEN("16", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.appends("a.dat", hand.some(3, 6), 1, 60)
                .append("a.dat", 5, 50)
                .closes(120, "a.dat")
                .pause(20, 2000);
        hand.rewrite("a.dat", 0, 0).pause(1, 500).rewrite("a.dat", 100, 9000).closes(120, "a.dat");
    }),
    ROTATED_LOG("17", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        for (int i = 0; i < 4; i++) {
            hand.appends("log", hand.some(5, 30), 1, 50).append("log", 5, 50);
            String old = "log." + i;
            if (hand.maybe()) {
                hand.rename("log", old);
            } else {
                hand.copy("log", old).rewrite("log", 0, 0);
            }
            hand.closes(120, old).append("log", 5, 50);
        }
        hand.closes(120, "log");
    }),
    LOCKED("18", shipped("thermo-raw"), hands -> {
        Hand hand = hands.get().lock("a.raw").append("a.raw", 4096, 5000);
        hand.appends("a.raw", hand.some(3, 6), 10, 1500)
                .append("a.raw", 5, 50)
                .unlock("a.raw")
                .closes(30, "a.raw");
    }),
    LOCKED_AND_NOT_ASKED("18 under quiet alone", shipped("generic-file"), hands -> {
        Hand hand = hands.get().lock("a.raw").append("a.raw", 4096, 5000);
        hand.appends("a.raw", hand.some(3, 6), 10, 4000)
                .append("a.raw", 5, 50)
                .unlock("a.raw")
                .closes(120, "a.raw");
    }),
    TOUCHED_BY_A_SCANNER("19", shipped("thermo-raw"), hands -> {
        Hand hand = hands.get().open("a.raw").append("a.raw", 4096, 5000);
        hand.appends("a.raw", hand.some(3, 6), 10, 100).close("a.raw").closes(90, "a.raw");
        hand.pause(0.1, 20)
                .lock("a.raw")
                .pause(1, 30)
                .unlock("a.raw")
                .touch("a.raw")
                .pause(5, 900)
                .touch("a.raw");
    }),
    SHARE_VANISHES("20", true, shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.appends("day/a.dat", hand.some(3, 9), 1, 100).copy("day/a.dat", "../stale");
        hand.append("day/a.dat", 10, 5000)
                .pause(1, 300)
                .rename(".", "../../gone")
                .pause(10, 2000);
        hand.rename("../../gone", ".");
        // The share's cache tells an older state for a while.
        hand.copy("day/a.dat", "../fresh")
                .copy("../stale", "day/a.dat")
                .pause(1, 300)
                .copy("../fresh", "day/a.dat");
        hand.append("day/a.dat", 10, 900).closes(120, "day/a.dat");
    }),
    TILES("21", shipped("generic-folder"), hands -> {
        Hand hand = hands.get();
        int tiles = hand.some(100, 200);
        for (int i = 0; i < tiles; i++) {
            hand.append("slide/tile-" + i, 16, 64).pause(0.01, 0.2);
        }
        hand.closes(600, "slide");
    }),
    SAME_NAMES("22", true, own(SourceKind.FILE, "*", null, 120), hands -> {
        for (String folder : new String[] {"ms1", "ms2"}) {
            Hand hand = hands.get();
            hand.pause(1, 100).appends(folder + "/Run.dat", 5, 1, 60).append(folder + "/Run.dat", 5, 50);
            hand.closes(120, folder + "/Run.dat");
        }
        for (String name : new String[] {"Run", "run", "e\u0301", "\u00e9"}) {
            Hand hand = hands.get().pause(1, 60);
            hand.append(name + ".wiff", 20, 900).pause(1, 60).append(name + ".wiff.scan", 20, 900);
            hand.closes(120, name + ".wiff", name + ".wiff.scan");
        }
    }),
    NEXT_OF_A_QUEUE("23 a queue on a share", true, shipped("thermo-raw"), hands -> {
        Hand hand = hands.get();
        for (int i = 0; i < 3; i++) {
            String name = hand.some(100, 999) + "-" + i + ".raw";
            hand.append(name, 4096, 5000)
                    .appends(name, hand.some(3, 9), 5, 55)
                    .append(name, 5, 50)
                    .closes(900, name);
        }
    }),
    OLD_FILES_BESIDE("24 many older ones, and one that pauses", true, shipped("thermo-raw"), hands -> {
        Hand hand = hands.get();
        for (int i = 0; i < 6; i++) {
            hand.append("old" + i + ".raw", 4096, 5000).closes(900, "old" + i + ".raw");
        }
        hand.append("now.raw", 4096, 5000)
                .appends("now.raw", 4, 70, 800)
                .append("now.raw", 5, 50)
                .closes(900, "now.raw");
    }),
    POST_PROCESSED("25 a result added hours later", shipped("illumina-run"), hands -> {
        Hand hand = run(hands.get(), "240103_M01_3_AB", 300);
        hand.append("240103_M01_3_AB/CopyComplete.txt", "done")
                .closes(3, "240103_M01_3_AB")
                .pause(600, 9000);
        hand.append("240103_M01_3_AB/Analysis/report.csv", 100, 6000).closes(3, "240103_M01_3_AB");
    }),
    HIDDEN_WHILE_COPIED("26 a hidden name as rsync gives", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.appends(".a.dat.Xy12Zw", hand.some(4, 9), 1, 300).append(".a.dat.Xy12Zw", 10, 900);
        hand.times(now -> now.minus(90, ChronoUnit.DAYS)).touch(".a.dat.Xy12Zw").rename(".a.dat.Xy12Zw", "a.dat");
        hand.closes(120, "a.dat");
    }),
    MEASURED_AGAIN("27 deleted and measured again under its name", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.appends("a.dat", hand.some(2, 5), 1, 60)
                .append("a.dat", 500, 500)
                .closes(120, "a.dat")
                .pause(20, 1500);
        hand.delete("a.dat")
                .pause(0.1, 300)
                .appends("a.dat", hand.some(2, 5), 1, 60)
                .append("a.dat", 500, 500);
        hand.closes(120, "a.dat");
    }),
    BROKEN_OFF("28 the instrument's computer dies and goes on next day", shipped("generic-file"), hands -> {
        Hand hand = hands.get();
        hand.append("a.dat", 10, 5000).appends("a.dat", hand.some(2, 5), 1, 60).pause(15_000, 30_000);
        hand.appends("a.dat", hand.some(2, 5), 1, 60).append("a.dat", 10, 5000).closes(120, "a.dat");
    }),
    COPY_BESIDE("29 an older file copied beside one that pauses", shipped("thermo-raw"), hands -> {
        Hand hand = hands.get().open("now.raw").append("now.raw", 4096, 5000);
        hand.appends("now.raw", hand.some(4, 9), 50, 800).close("now.raw").closes(30, "now.raw");
        Hand other = hands.get();
        for (int i = 0; i < 4; i++) {
            String name = "copy" + i + ".raw";
            other.pause(30, 300).open(name).append(name, 4096, 9000).close(name).closes(60, name);
        }
    }),
    SIDE_FILE_LATER("30 a side file that comes hours later", shipped("sciex-wiff"), hands -> {
        Hand hand = hands.get().append("a.wiff", 10, 2000).append("a.wiff.scan", 10, 5000);
        hand.closes(60, "a.wiff", "a.wiff.scan").pause(10, 9000).append("a.timeseries.data", 10, 900);
        hand.closes(60, "a.wiff", "a.wiff.scan", "a.timeseries.data");
    }),
    RENAMED_FOLDER("31 a folder with a temporary name until its end", shipped("generic-folder"), hands -> {
        Hand hand = run(hands.get(), "run7.tmp", 900);
        hand.rename("run7.tmp", "run7").closes(600, "run7");
    });

    /** What each hand does, once it is told. */
    interface Story {
        void tell(Supplier<Hand> hands);
    }

    final String title;
    final boolean share;
    private final Function<Path, SourceBody> source;
    private final Story story;

    Pattern(String title, Function<Path, SourceBody> source, Story story) {
        this(title, false, source, story);
    }

    Pattern(String title, boolean share, Function<Path, SourceBody> source, Story story) {
        this.title = title;
        this.share = share;
        this.source = source;
        this.story = story;
    }

    SourceBody source(Path folder) {
        return source.apply(folder);
    }

    void tell(Supplier<Hand> hands) {
        story.tell(hands);
    }

    private static Hand mapped(Hand hand, String name) {
        for (int i = hand.some(60, 200); i > 0; i--) {
            hand.patchMapped(name, hand.some(0, 11_000), 100).pause(1, 6);
        }
        hand.pause(130, 900);
        for (int i = 20; i > 0; i--) {
            hand.patchMapped(name, hand.some(0, 11_000), 100).pause(1);
        }
        return hand;
    }

    private static Instant fat(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond() / 2 * 2);
    }

    /** Files of a run folder, with pauses up to so long. */
    private static Hand run(Hand hand, String folder, double pause) {
        for (int i = hand.some(4, 9); i > 0; i--) {
            hand.append(folder + "/Data/" + i + ".bcl", 10, 5000).pause(1, pause);
        }
        return hand.append(folder + "/RunInfo.xml", 10, 500);
    }
}
