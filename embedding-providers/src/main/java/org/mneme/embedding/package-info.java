/**
 * What the embedding providers of this module share: checks of texts, unit vectors, windows, and who may
 * work when.
 *
 * <p>Public only so that the packages below may use it; a server never names these classes.
 */
package org.mneme.embedding;
