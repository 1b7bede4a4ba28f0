/** Dates in English text: finds them, and counts relative ones from the moment the text was said. Used by the extractors only. */
package org.mneme.extract.dates;
