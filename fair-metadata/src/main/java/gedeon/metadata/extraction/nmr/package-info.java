/**
 * NMR acquisitions kept as folders: Bruker ({@code acqus}, {@code procs}, one numbered folder an experiment) and Varian or Agilent ({@code procpar}). What was
 * set for the run counts, not what stands in a prepared parameter file: {@code acqus}, never {@code acqu}.
 */
@NullMarked
package gedeon.metadata.extraction.nmr;

import org.jspecify.annotations.NullMarked;
