package gedeon.metadata.extraction.documents;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DocumentReaderTests {
    private final DocumentReader reader = new DocumentReader();

    @Test
    void anImageTellsItsSize() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB), "png", png);
        MemoryMaterial material = MemoryMaterial.file("gel.png", png.toByteArray());
        assertThat(reader.recognises(material)).isTrue();
        Found found = new Found();
        reader.read(material, found);
        assertThat(found.type()).isEqualTo("image/png");
        assertThat(found.fields()).extracting(f -> f.field() + " " + f.number()).contains("width 7.0", "height 5.0");
    }

    @Test
    void textFontsSoundAndNoiseAreNobodysDocuments() throws Exception {
        byte[] noise = new byte[4096];
        new Random(3).nextBytes(noise);
        assertThat(reader.recognises(MemoryMaterial.file("a.txt", "just a text".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
        assertThat(reader.recognises(MemoryMaterial.file("a.bin", noise))).isFalse();
        assertThat(reader.recognises(MemoryMaterial.file("fid", new byte[] {(byte) 0xff, (byte) 0xfb, 0x10, 0})))
                .isFalse();
    }
}
