/**
 * Verbs about data management plans: import, validation, approval, drift, export. A finding, be it an invalid plan or drift, is exit code 4, so that a
 * script can tell it from a failure.
 */
@NullMarked
package gedeon.cli.plans;

import org.jspecify.annotations.NullMarked;
