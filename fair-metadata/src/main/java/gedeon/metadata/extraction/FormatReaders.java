package gedeon.metadata.extraction;

import gedeon.metadata.extraction.cytometry.FcsReader;
import gedeon.metadata.extraction.documents.DocumentReader;
import gedeon.metadata.extraction.edf.EdfReader;
import gedeon.metadata.extraction.electron.MrcReader;
import gedeon.metadata.extraction.fits.FitsReader;
import gedeon.metadata.extraction.folder.FolderReader;
import gedeon.metadata.extraction.hdf.Hdf5Reader;
import gedeon.metadata.extraction.hdf.Netcdf3Reader;
import gedeon.metadata.extraction.jcamp.JcampReader;
import gedeon.metadata.extraction.medical.DicomReader;
import gedeon.metadata.extraction.medical.ParRecReader;
import gedeon.metadata.extraction.microscopy.OmeReader;
import gedeon.metadata.extraction.nifti.NiftiReader;
import gedeon.metadata.extraction.nmr.BrukerReader;
import gedeon.metadata.extraction.nmr.VarianReader;
import gedeon.metadata.extraction.physiology.Abf1Reader;
import gedeon.metadata.extraction.physiology.Abf2Reader;
import gedeon.metadata.extraction.physiology.WfdbReader;
import gedeon.metadata.extraction.sequencing.AlignmentReader;
import gedeon.metadata.extraction.sequencing.CramReader;
import gedeon.metadata.extraction.sequencing.ReadsReader;
import gedeon.metadata.extraction.sequencing.VcfReader;
import gedeon.metadata.extraction.spectrometry.MzmlReader;
import gedeon.metadata.extraction.vendorms.AgilentChemStationReader;
import gedeon.metadata.extraction.vendorms.MassHunterReader;
import gedeon.metadata.extraction.vendorms.ThermoRawReader;
import gedeon.metadata.extraction.vendorms.WatersReader;
import java.util.List;

/** Every reader, the surest first: magic bytes and folder shapes before text formats. The first that recognises an acquisition reads it. */
final class FormatReaders {
    private FormatReaders() {}

    static List<FormatReader> all() {
        return List.of(
                new Hdf5Reader(),
                new Netcdf3Reader(),
                new FitsReader(),
                new FcsReader(),
                new DicomReader(),
                new ThermoRawReader(),
                new Abf2Reader(),
                new Abf1Reader(),
                new EdfReader(),
                new NiftiReader(),
                new MrcReader(),
                new CramReader(),
                new AlignmentReader(),
                new WatersReader(),
                new MassHunterReader(),
                new AgilentChemStationReader(),
                new BrukerReader(),
                new VarianReader(),
                new ParRecReader(),
                new MzmlReader(),
                new OmeReader(),
                new JcampReader(),
                new VcfReader(),
                new WfdbReader(),
                new ReadsReader(),
                // Any folder with parameter files, once every known folder was asked.
                new FolderReader(),
                // Asked last: it recognises much, and instruments' files wrongly.
                new DocumentReader());
    }
}
