package gedeon.kernel;

/** The digests and checksums that Gédéon keeps, with the length of a value in bytes and the name that S3 uses. */
public enum DigestAlgorithm {
    MD5(16, "MD5"),
    SHA1(20, "SHA1"),
    SHA256(32, "SHA256"),
    CRC32(4, "CRC32"),
    CRC32C(4, "CRC32C"),
    CRC64NVME(8, "CRC64NVME");

    private final int length;
    private final String s3Name;

    DigestAlgorithm(int length, String s3Name) {
        this.length = length;
        this.s3Name = s3Name;
    }

    /** Bytes of a value. */
    public int length() {
        return length;
    }

    /** The name in {@code x-amz-checksum-algorithm}; in lower case the end of {@code x-amz-checksum-…}. */
    public String s3Name() {
        return s3Name;
    }
}
