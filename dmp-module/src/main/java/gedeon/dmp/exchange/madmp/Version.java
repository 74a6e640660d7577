package gedeon.dmp.exchange.madmp;

/** A published version of the RDA DMP Common Standard. */
public enum Version {
    V1_0("1.0"),
    V1_1("1.1"),
    V1_2("1.2");

    private final String number;

    Version(String number) {
        this.number = number;
    }

    /** As people write it: {@code 1.2}. */
    public String number() {
        return number;
    }

    /** Reads {@code 1.1}. */
    public static Version of(String number) {
        for (Version version : values()) {
            if (version.number.equals(number)) {
                return version;
            }
        }
        throw new IllegalArgumentException("not a maDMP version: \"" + number + "\"; use 1.0, 1.1 or 1.2");
    }

    String schema() {
        return "/schemas/madmp/maDMP-schema-" + number + ".json";
    }
}
