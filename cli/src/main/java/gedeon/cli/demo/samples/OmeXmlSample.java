package gedeon.cli.demo.samples;

import java.nio.charset.StandardCharsets;

/** A microscope's stack: OME-XML 2016-06 with the pixels inside. */
final class OmeXmlSample {
    private OmeXmlSample() {}

    static Sample stack() {
        String xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd" Creator="ZEN 3.9.101">
                  <Experimenter ID="Experimenter:0" FirstName="Inès" LastName="Moreau"/>
                  <Instrument ID="Instrument:0">
                    <Microscope Type="Inverted" Manufacturer="Zeiss" Model="Axio Observer 7" SerialNumber="3834005012"/>
                    <Objective ID="Objective:0" Model="Plan-Apochromat" NominalMagnification="63" LensNA="1.4" Immersion="Oil" WorkingDistance="190" WorkingDistanceUnit="µm"/>
                  </Instrument>
                  <Image ID="Image:0" Name="HeLa mitochondria">
                    <AcquisitionDate>2026-11-21T15:40:12</AcquisitionDate>
                    <ExperimenterRef ID="Experimenter:0"/>
                    <InstrumentRef ID="Instrument:0"/>
                    <ObjectiveSettings ID="Objective:0" RefractiveIndex="1.518"/>
                    <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="6" SizeY="4" SizeZ="1" SizeC="1" SizeT="1" PhysicalSizeX="0.103" PhysicalSizeXUnit="µm" PhysicalSizeY="0.103" PhysicalSizeYUnit="µm">
                      <Channel ID="Channel:0:0" Name="MitoTracker" SamplesPerPixel="1" ExcitationWavelength="561" ExcitationWavelengthUnit="nm" EmissionWavelength="599" EmissionWavelengthUnit="nm"/>
                      <BinData BigEndian="false" Length="32">AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY</BinData>
                      <Plane TheZ="0" TheC="0" TheT="0" ExposureTime="0.08" ExposureTimeUnit="s"/>
                    </Pixels>
                  </Image>
                </OME>
                """;
        return Sample.file("hela-mito.ome.xml", xml.getBytes(StandardCharsets.UTF_8));
    }
}
