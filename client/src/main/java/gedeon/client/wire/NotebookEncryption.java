package gedeon.client.wire;

import java.util.List;

/** How a notebook encrypts: by default or not, its keys, what is being withdrawn. */
public record NotebookEncryption(
        String notebook, boolean encrypted, List<EncryptionKeyBody> keys, List<WithdrawalBody> withdrawals) {
    public NotebookEncryption {
        keys = Absent.asEmpty(keys);
        withdrawals = Absent.asEmpty(withdrawals);
    }
}
