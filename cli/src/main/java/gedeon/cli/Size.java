package gedeon.cli;

import gedeon.kernel.ByteCount;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes as people write them: {@code 100MiB}, {@code 2TB}, bytes. */
public final class Size implements ITypeConverter<ByteCount> {
    @Override
    public ByteCount convert(String value) {
        try {
            return ByteCount.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
