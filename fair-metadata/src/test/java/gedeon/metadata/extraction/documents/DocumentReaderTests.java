package gedeon.metadata.extraction.documents;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DocumentReaderTests extends ReaderContract {
    private final DocumentReader reader = new DocumentReader();

    @Override
    protected FormatReader reader() {
        return reader;
    }

    @Override
    protected MemoryMaterial sample() throws IOException {
        Random random = new Random(5);
        BufferedImage picture = new BufferedImage(12, 9, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 12 * 9; i++) {
            picture.setRGB(i % 12, i / 12, random.nextInt());
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        return MemoryMaterial.file("gel.png", png.toByteArray());
    }

    @Override
    protected int damagedCopies() {
        return 100;
    }

    private static MemoryMaterial docx(String before, String title, String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            String office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
            part(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
                            + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                            + "<Override PartName=\"/word/document.xml\" ContentType=\"" + office + "\"/>"
                            + "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
            part(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                            + "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
                            + "<Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>");
            part(
                    zip,
                    "docProps/core.xml",
                    before
                            + "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                            + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>" + title
                            + "</dc:title></cp:coreProperties>");
            part(
                    zip,
                    "word/document.xml",
                    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>"
                            + body + "</w:t></w:r></w:p></w:body></w:document>");
        }
        return MemoryMaterial.file("report.docx", bytes.toByteArray());
    }

    private static void part(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    @Test
    void anOfficeDocumentTellsItsTitle() throws Exception {
        assertThat(fields(read(docx("", "Report", "hello")))).contains("title = Report");
    }

    @Test
    void entitiesInADocumentAreNotResolved() throws Exception {
        MemoryMaterial attack = docx("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "&e;", "hello");
        Found found = new Found();
        try {
            reader.read(attack, found);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(found.fields()).noneMatch(f -> f.value().contains("root:"));
    }

    @Test
    void anArchiveIsNamedAndNotUnpacked() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < 200; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        MemoryMaterial bomb = MemoryMaterial.file("bomb.zip", bytes.toByteArray());
        Found found = read(bomb);
        assertThat(found.type()).isEqualTo("application/zip");
        assertThat(found.fields()).isEmpty();
        assertThat(bomb.bytesRead()).isLessThan(100_000);
    }

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
