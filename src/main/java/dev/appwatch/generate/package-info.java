/** Makes streams of records that look like a tenant's own, for tests of load and speed. */
@NullMarked
package dev.appwatch.generate;

import org.jspecify.annotations.NullMarked;
