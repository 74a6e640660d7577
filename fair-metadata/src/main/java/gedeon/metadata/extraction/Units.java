package gedeon.metadata.extraction;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The units of measure that instruments write, by their <a href="https://ucum.org/ucum">UCUM</a> code, and what they are in SI. */
public final class Units {
    private static final Map<String, Unit> UNITS = new HashMap<>();
    private static final Map<String, String> SPELLINGS = new HashMap<>();

    static {
        table("1", "1 1|% 0.01|[ppth] 1e-3|[ppm] 1e-6|[ppb] 1e-9|m/z 1|[pH] 1|{count} 1|{pixel} 1");
        table("s", "s 1|ms 1e-3|us 1e-6|ns 1e-9|ps 1e-12|fs 1e-15|min 60|h 3600|d 86400|a 31557600");
        table("m", "m 1|km 1e3|cm 1e-2|mm 1e-3|um 1e-6|nm 1e-9|pm 1e-12|Ao 1e-10|[in_i] 0.0254");
        table("m-1", "m-1 1|cm-1 100|nm-1 1e9|Ao-1 1e10");
        table("m2", "m2 1|cm2 1e-4|mm2 1e-6|um2 1e-12");
        table("m-2", "m-2 1|nm-2 1e18|Ao-2 1e20");
        table("m3", "m3 1|L 1e-3|mL 1e-6|uL 1e-9|nL 1e-12|cm3 1e-6");
        table("m/s", "m/s 1|mm/s 1e-3|um/s 1e-6|cm/s 1e-2|km/s 1e3|km/h 0.2777777777777778");
        table("m3/s", "m3/s 1|L/min 1.6666666666666667e-5|mL/min 1.6666666666666667e-8|uL/min 1.6666666666666667e-11");
        table("m3/s", "nL/min 1.6666666666666667e-14|uL/s 1e-9|mL/s 1e-6|L/h 2.777777777777778e-7");
        table("Hz", "Hz 1|mHz 1e-3|kHz 1e3|MHz 1e6|GHz 1e9|THz 1e12|{rpm} 0.016666666666666666");
        table("kg", "kg 1|g 1e-3|mg 1e-6|ug 1e-9|ng 1e-12|u 1.66053906660e-27|kDa 1.66053906660e-24");
        table("kg/m3", "kg/m3 1|g/L 1|mg/mL 1|mg/L 1e-3|ug/mL 1e-3|ug/L 1e-6|ng/mL 1e-6");
        table("mol", "mol 1|mmol 1e-3|umol 1e-6");
        table("mol/m3", "mol/m3 1|mol/L 1e3|mmol/L 1|umol/L 1e-3|nmol/L 1e-6");
        table("V", "V 1|kV 1e3|mV 1e-3|uV 1e-6|nV 1e-9|MV 1e6");
        table("A", "A 1|mA 1e-3|uA 1e-6|nA 1e-9|pA 1e-12");
        table("Ohm", "Ohm 1|kOhm 1e3|MOhm 1e6|GOhm 1e9");
        table("F", "F 1|uF 1e-6|nF 1e-9|pF 1e-12");
        table("S", "S 1|mS 1e-3|uS 1e-6|nS 1e-9");
        table("C", "C 1|mC 1e-3|nC 1e-9");
        table("J", "J 1|kJ 1e3|mJ 1e-3|uJ 1e-6|eV 1.602176634e-19|keV 1.602176634e-16|MeV 1.602176634e-13");
        table("J", "GeV 1.602176634e-10|nJ 1e-9|pJ 1e-12");
        table("J", "meV 1.602176634e-22");
        table("W", "W 1|kW 1e3|mW 1e-3|uW 1e-6");
        table("T", "T 1|mT 1e-3|uT 1e-6|G 1e-4");
        table("T/m", "T/m 1|mT/m 1e-3|G/cm 1e-2");
        table("Pa", "Pa 1|kPa 1e3|MPa 1e6|hPa 100|bar 1e5|mbar 100|ubar 0.1|atm 101325|[psi] 6894.757293168361");
        table("Pa", "mm[Hg] 133.322387415|Torr 133.32236842105263|mTorr 0.13332236842105263");
        table("N", "N 1|mN 1e-3|uN 1e-6|nN 1e-9|pN 1e-12");
        table("rad", "rad 1|mrad 1e-3|deg 0.017453292519943295|' 2.908882086657216e-4|'' 4.84813681109536e-6");
        table("rad/s", "rad/s 1|deg/s 0.017453292519943295");
        table("Bq", "Bq 1|kBq 1e3|MBq 1e6");
        table("Gy", "Gy 1|mGy 1e-3|cGy 1e-2");
        table("By", "By 1|kBy 1e3|MBy 1e6");
        table("K", "K 1|mK 1e-3");
        UNITS.put("Cel", new Unit("K", BigDecimal.ONE, new BigDecimal("273.15")));
        UNITS.put("[degF]", new Unit("K", new BigDecimal("0.55555555555555556"), new BigDecimal("255.37222222222222")));
        spell("um", "µm|microns|micron|micrometer|micrometers|micrometre|micrometres|um");
        spell("nm", "nanometer|nanometers|nanometre|nanometres");
        spell("mm", "millimeter|millimeters|millimetre|millimetres");
        spell("cm", "centimeter|centimeters|centimetre");
        spell("m", "meter|meters|metre|metres");
        spell("Ao", "å|angstrom|angstroms|ångström|ang|a.");
        spell("pm", "picometer|picometre");
        spell("s", "sec|secs|second|seconds|sec.");
        spell("ms", "msec|millisecond|milliseconds");
        spell("us", "µs|usec|microsecond|microseconds");
        spell("min", "minute|minutes|mins|min.");
        spell("h", "hour|hours|hr|hrs");
        spell("d", "day|days");
        spell("Cel", "°c|degc|deg c|deg. c|celsius|degree celsius|degrees celsius|c|deg_c|oc");
        spell("K", "kelvin|kelvins");
        spell("[degF]", "°f|degf|fahrenheit");
        spell("uV", "µv|microvolt|microvolts");
        spell("mV", "millivolt|millivolts");
        spell("V", "volt|volts");
        spell("kV", "kilovolt|kilovolts");
        spell("uA", "µa");
        spell("pA", "picoamp|picoampere");
        spell("A", "amp|ampere|amperes");
        spell("Hz", "hz|hertz|1/s|s-1|/s");
        spell("MHz", "megahertz");
        spell("kHz", "kilohertz");
        spell("eV", "ev|electronvolt|electron volt");
        spell("%", "percent|percentage|pct|%rh");
        spell("[ppm]", "ppm|parts per million");
        spell("deg", "°|degree|degrees");
        spell("rad", "radian|radians");
        spell("''", "arcsec|arcseconds|arcsecond");
        spell("'", "arcmin|arcminutes|arcminute");
        spell("bar", "bars");
        spell("mbar", "millibar");
        spell("Pa", "pascal|pascals");
        spell("[psi]", "psi");
        spell("mm[Hg]", "mmhg");
        spell("Torr", "torr");
        spell("T", "tesla");
        spell("G", "gauss");
        spell("mW", "milliwatt|milliwatts");
        spell("W", "watt|watts");
        spell("mL/min", "ml/min|ml min-1|ml*min-1|milliliter per minute|milliliters per minute");
        spell("uL/min", "µl/min|ul/min|microliter per minute|microliters per minute");
        spell("nL/min", "nl/min");
        spell("L/min", "l/min");
        spell("L/h", "l/hr|l/hour|l/h");
        spell("uL", "µl|ul|microliter|microliters|microlitre");
        spell("mL", "ml|milliliter|milliliters|millilitre|cc");
        spell("L", "l|liter|liters|litre|litres");
        spell("g", "gram|grams");
        spell("mg", "milligram|milligrams");
        spell("ug", "µg|microgram|micrograms");
        spell("mol/L", "molar|mol/l");
        spell("mmol/L", "mm/l|mmol/l|millimolar");
        spell("umol/L", "µm/l|µmol/l|umol/l|micromolar");
        // The case of the letter tells the molar from the metre.
        spell("mol/L", "M");
        spell("mmol/L", "mM");
        spell("umol/L", "µM|uM");
        spell("nmol/L", "nM");
        spell("g/L", "g/l|gram per liter");
        spell("mg/mL", "mg/ml");
        spell("ug/mL", "µg/ml|ug/ml");
        spell("cm-1", "1/cm|cm^-1|wavenumber|wavenumbers|cm⁻¹");
        spell("nm-1", "1/nm");
        spell("Ao-1", "1/å|1/angstrom");
        spell("{rpm}", "rpm|rev/min|r/min");
        spell("u", "da|dalton|daltons|amu");
        spell("kDa", "kda");
        spell("m/z", "m/z|th|thomson");
        spell("{pixel}", "pixel|pixels|px");
        spell("{count}", "counts|count|number of counts");
    }

    private Units() {}

    /** Whether the table holds this UCUM code. */
    public static boolean knows(String code) {
        return UNITS.containsKey(code);
    }

    /** The SI unit that {@code code} converts to. */
    public static String siUnit(String code) {
        return unit(code).si();
    }

    public static double toSi(double value, String code) {
        Unit unit = unit(code);
        return new BigDecimal(Double.toString(value))
                .multiply(unit.factor(), MathContext.DECIMAL64)
                .add(unit.offset())
                .doubleValue();
    }

    /** The UCUM code of a unit as people and instruments spell it ("µm", "sec", "°C", "Å"); empty where unknown, never guessed. */
    public static Optional<String> code(String spelling) {
        // Two characters look like µ: the micro sign and the Greek letter.
        String plain = spelling.strip().replace('\u03bc', 'µ');
        if (UNITS.containsKey(plain)) {
            return Optional.of(plain);
        }
        if (plain.startsWith("µ") && UNITS.containsKey("u" + plain.substring(1))) {
            return Optional.of("u" + plain.substring(1));
        }
        String exact = SPELLINGS.get(plain);
        return Optional.ofNullable(exact != null ? exact : SPELLINGS.get(plain.toLowerCase(Locale.ROOT)));
    }

    /** As {@link #code(String)}; a spelling of two meanings ("C", the coulomb or the degree Celsius) is taken in the one that converts to {@code si}. */
    public static Optional<String> code(String spelling, String si) {
        Optional<String> exact = code(spelling);
        String other = SPELLINGS.get(spelling.strip().toLowerCase(Locale.ROOT));
        boolean fits = exact.filter(code -> siUnit(code).equals(si)).isPresent();
        return !fits && other != null && siUnit(other).equals(si) ? Optional.of(other) : exact;
    }

    private static Unit unit(String code) {
        Unit unit = UNITS.get(code);
        if (unit == null) {
            throw new IllegalArgumentException("no unit \"" + code + "\" in the table of units; ask knows() first");
        }
        return unit;
    }

    private static void table(String si, String units) {
        for (String entry : units.split("\\|")) {
            int space = entry.lastIndexOf(' ');
            UNITS.put(
                    entry.substring(0, space),
                    new Unit(si, new BigDecimal(entry.substring(space + 1)), BigDecimal.ZERO));
        }
    }

    private static void spell(String code, String spellings) {
        if (!UNITS.containsKey(code)) {
            throw new IllegalStateException("spelling of an unknown unit " + code);
        }
        for (String spelling : spellings.split("\\|")) {
            SPELLINGS.putIfAbsent(spelling, code);
        }
    }

    private record Unit(String si, BigDecimal factor, BigDecimal offset) {}
}
