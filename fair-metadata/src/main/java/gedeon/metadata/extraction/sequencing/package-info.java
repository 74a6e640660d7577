/**
 * Reads of sequencers and what is made of them: SAM, BAM and CRAM headers, FASTQ, FASTA and VCF. The headers are plain enough to be read here by hand, by ranges
 * and within bounds; records are only counted, and only where the whole file is small. Indexes are no acquisitions.
 */
@NullMarked
package gedeon.metadata.extraction.sequencing;

import org.jspecify.annotations.NullMarked;
