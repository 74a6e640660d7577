/**
 * {@code gedeon demo}: the whole path in about a screen and a half, on a server of its own in a temporary home. The demo is a user like any other: it
 * speaks REST and S3, and its agent is the real one. Every figure shown is asked from the server; a step that does not find what it expects fails the
 * demo. Whatever happens, processes, files and ports are given back, unless {@code --keep} asks otherwise.
 */
@NullMarked
package gedeon.cli.demo;

import org.jspecify.annotations.NullMarked;
