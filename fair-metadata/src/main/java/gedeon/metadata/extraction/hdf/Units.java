package gedeon.metadata.extraction.hdf;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Units as NeXus files write them, in UCUM; null where a word is not known, since a wrong unit is worse than none. */
final class Units {
    private static final Set<String> SAME = Set.of(
            "K", "V", "mV", "kV", "eV", "meV", "keV", "MeV", "GeV", "m", "cm", "mm", "um", "nm", "pm", "s", "ms", "us",
            "ns", "ps", "fs", "Hz", "kHz", "MHz", "GHz", "deg", "rad", "mrad", "mbar", "bar", "Pa", "kPa", "A", "mA",
            "uA", "nA", "T", "mT", "W", "mW", "uW", "g", "mg", "kg", "L", "mL", "uL", "J", "nJ", "min", "h");
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("degree", "deg"),
            Map.entry("degrees", "deg"),
            Map.entry("°", "deg"),
            Map.entry("angstrom", "Ao"),
            Map.entry("Angstrom", "Ao"),
            Map.entry("Å", "Ao"),
            Map.entry("µm", "um"),
            Map.entry("μm", "um"),
            Map.entry("micron", "um"),
            Map.entry("second", "s"),
            Map.entry("seconds", "s"),
            Map.entry("sec", "s"),
            Map.entry("kelvin", "K"),
            Map.entry("Kelvin", "K"),
            Map.entry("°C", "Cel"),
            Map.entry("degC", "Cel"),
            Map.entry("C", "Cel"),
            Map.entry("celsius", "Cel"),
            Map.entry("meter", "m"),
            Map.entry("metre", "m"),
            Map.entry("hz", "Hz"),
            Map.entry("ev", "eV"),
            Map.entry("tesla", "T"),
            Map.entry("volt", "V"));

    private Units() {}

    static @Nullable String ucum(@Nullable String unit) {
        return unit == null ? null : SAME.contains(unit) ? unit : OTHER.get(unit);
    }
}
