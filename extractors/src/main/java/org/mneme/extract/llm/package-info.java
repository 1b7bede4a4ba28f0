/**
 * Extraction by a language model behind any OpenAI-compatible chat endpoint.
 *
 * <p>What the model answers is not believed: it is checked for form, and every statement against what was said. Where the
 * model fails, the rules do the work, and the extraction says so.
 */
package org.mneme.extract.llm;
