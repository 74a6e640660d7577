package gedeon.client.wire;

/** What an agent says when it enrols. */
public record EnrolRequest(String code, String hostname, String os, String version) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "EnrolRequest[code=***, hostname=" + hostname + ", os=" + os + ", version=" + version + "]";
    }
}
