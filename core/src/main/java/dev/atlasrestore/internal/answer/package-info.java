/** What an exchange means: a job, or a fault and the exception it will be. */
@NullMarked
package dev.atlasrestore.internal.answer;

import org.jspecify.annotations.NullMarked;
