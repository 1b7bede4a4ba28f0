/** The contract of extractor plugins: extend {@link org.mneme.tck.extractor.ExtractorContract}. */
package org.mneme.tck.extractor;
