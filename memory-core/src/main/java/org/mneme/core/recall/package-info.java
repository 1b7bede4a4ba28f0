/** Recall: finding memories by meaning and by words, and putting what was found into a prompt. */
package org.mneme.core.recall;
