package gedeon.client.wire;

import java.util.List;

/**
 * What a change of settings did, or would do.
 *
 * @param version that is in force now
 * @param kept false: it was asked only, or nothing differs
 */
public record SettingsPutBody(int version, boolean kept, List<SettingsChangeBody> changes) {
    public SettingsPutBody {
        changes = Absent.asEmpty(changes);
    }
}
