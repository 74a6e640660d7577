package gedeon.metadata.extraction.microscopy;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.bytes.Layout;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import gedeon.metadata.extraction.bytes.ReaderContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OmeReaderTests extends ReaderContract {
    private static final String XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" Creator="ZEN 3.9">
              <Instrument ID="Instrument:0">
                <Microscope Type="Inverted" Manufacturer="Zeiss" Model="Axio Observer 7" SerialNumber="383"/>
                <Objective ID="Objective:0" NominalMagnification="63" LensNA="1.4" Immersion="Oil"/>
              </Instrument>
              <Image ID="Image:0" Name="HeLa"><AcquisitionDate>2026-11-21T15:40:12</AcquisitionDate>
                <Pixels Type="uint8" SizeX="6" SizeY="4" SizeZ="1" SizeC="1" SizeT="1" PhysicalSizeX="0.103" PhysicalSizeXUnit="µm" PhysicalSizeY="10000">
                  <Channel Name="MitoTracker" ExcitationWavelength="561"/>
                  <Plane ExposureTime="80" ExposureTimeUnit="ms"/>
                </Pixels>
              </Image>
            </OME>
            """;

    @Override
    protected FormatReader reader() {
        return new OmeReader();
    }

    @Override
    protected MemoryMaterial sample() {
        return MemoryMaterial.file("h.ome.xml", XML);
    }

    private static final String[] EXPECTED = {
        "software = ZEN 3.9",
        "manufacturer = Zeiss",
        "instrument_model = Axio Observer 7",
        "instrument_serial = 383",
        "technique = Inverted",
        "magnification = 63",
        "numerical_aperture = 1.4",
        "immersion = Oil",
        "title = HeLa",
        "acquisition_start = 2026-11-21T15:40:12",
        "width = 6",
        "height = 4",
        "depth = 1",
        "size_c = 1",
        "frames = 1",
        "pixel_size_x = 0.103 [um]",
        "pixel_size_y = 10000 [um]",
        "data_type = uint8",
        "channel_name = MitoTracker",
        "excitation_wavelength = 561 [nm]",
        "exposure_time = 80 [ms]",
        "images = 1",
        "planes = 1"
    };

    @Test
    void instrumentImageAndChannels() throws Exception {
        assertThat(fields(read(sample()))).containsExactly(EXPECTED);
    }

    @Test
    void theSameInsideATiff() throws Exception {
        byte[] xml = XML.getBytes(StandardCharsets.UTF_8);
        Layout tiff = Layout.of(100 + xml.length + 1)
                .text(0, "II")
                .i16(2, 42)
                .i32(4, 8)
                .i16(8, 1)
                .i16(10, 270)
                .i16(12, 2)
                .i32(14, xml.length + 1)
                .i32(18, 100)
                .text(100, XML, StandardCharsets.UTF_8);
        MemoryMaterial material = MemoryMaterial.file("h.ome.tif", tiff.bytes());
        assertThat(reader().recognises(material)).isTrue();
        Found found = read(material);
        assertThat(found.type()).isEqualTo("image/tiff");
        assertThat(fields(found)).containsExactly(EXPECTED);
    }

    @Test
    void entitiesAreNotFollowed() {
        String attack = XML.replace("?>\n<OME", "?>\n<!DOCTYPE OME [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<OME")
                .replace("HeLa", "&x;");
        Found found = new Found();
        try {
            reader().read(MemoryMaterial.file("h.ome.xml", attack), found);
        } catch (java.io.IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(found.fields()).noneMatch(f -> f.raw().contains("root:"));
    }
}
