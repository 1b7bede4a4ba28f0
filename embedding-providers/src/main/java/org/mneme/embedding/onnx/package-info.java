/**
 * The in-process embedding model: ONNX Runtime on the calling thread, no service and no download.
 *
 * <p>Model and vocabulary come as resources out of Maven artifacts; no class of those artifacts is used.
 */
package org.mneme.embedding.onnx;
