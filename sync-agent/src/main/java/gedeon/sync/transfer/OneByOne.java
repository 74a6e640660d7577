package gedeon.sync.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Files that go one after the other. Once one was told that no other would fare better, the rest is told the same without being sent. */
final class OneByOne {
    private OneByOne() {}

    /** @param already what became of those that are not to be sent any more */
    static List<Sent> of(List<Parcel> parcels, Map<Parcel, Sent> already, Function<Parcel, Sent> send) {
        List<Sent> all = new ArrayList<>(parcels.size());
        Sent end =
                already.values().stream().filter(OneByOne::endsAll).findFirst().orElse(null);
        for (Parcel parcel : parcels) {
            Sent sent = already.get(parcel);
            if (sent == null) {
                sent = end == null ? send.apply(parcel) : end;
                end = endsAll(sent) ? sent : end;
            }
            all.add(sent);
        }
        return all;
    }

    /** Whether no other file would fare better for now. */
    static boolean endsAll(Sent sent) {
        return sent instanceof Sent.QuotaFull || sent instanceof Sent.Revoked || sent instanceof Sent.NoWay;
    }
}
