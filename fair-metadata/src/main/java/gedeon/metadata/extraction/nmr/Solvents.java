package gedeon.metadata.extraction.nmr;

import java.util.Locale;
import java.util.Set;

/** Solvents as NMR software names them. Laboratories (ab)use the field for lock tables and temperature runs, so an unknown word is no solvent. */
final class Solvents {
    private static final Set<String> KNOWN = Set.of(
            "cdcl3",
            "chcl3",
            "cd2cl2",
            "c2d2cl4",
            "tce",
            "dmso",
            "dmso-d6",
            "dmsod6",
            "d2o",
            "h2o",
            "h2o+d2o",
            "d2o+h2o",
            "d2osalt",
            "h2o+d2o+salt",
            "meod",
            "cd3od",
            "meoh",
            "methanol",
            "methanol-d4",
            "cd3oh",
            "etod",
            "etoh",
            "c6d6",
            "benzene",
            "benzene-d6",
            "acetone",
            "acetone-d6",
            "cd3cn",
            "acetonitrile",
            "acn",
            "cd3cn+d2o",
            "thf",
            "thf-d8",
            "thfd8",
            "tol",
            "toluene",
            "toluene-d8",
            "pyridine",
            "pyr",
            "pyridine-d5",
            "dmf",
            "dmf-d7",
            "dioxane",
            "dioxane-d8",
            "dee",
            "diox",
            "tfa",
            "tfa-d",
            "tfe",
            "tfe-d2",
            "acoh",
            "acetic",
            "aceticacid-d4",
            "cd3cooh",
            "c6d12",
            "cyclohexane",
            "cd3no2",
            "nitromethane",
            "odcb",
            "c6d5br",
            "c6d5cl",
            "c6d4cl2",
            "urine",
            "plasma",
            "juice",
            "oc(cd3)2",
            "hmpa",
            "dme",
            "no2c6d5",
            "cfcl3",
            "ccl4",
            "ether",
            "b_salt");

    private Solvents() {}

    static boolean isOne(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replace(" ", "");
        return KNOWN.contains(plain) || KNOWN.contains(plain.split("[_/]", 2)[0]);
    }
}
