/** Targets of the coverage-guided fuzzer ({@code benchmarks/fuzz.sh}): whatever bytes come, only the declared errors may leave a parser. */
package gedeon.storage.s3.fuzz;
