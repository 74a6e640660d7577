/** Figures of single parts, by JMH; {@code benchmarks/jmh.sh} runs them. Never part of the test run. */
package gedeon.benchmarks;
