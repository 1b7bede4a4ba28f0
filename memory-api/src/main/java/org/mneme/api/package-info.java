/** The language everybody speaks: what a memory is, where it belongs, and how things go wrong. */
package org.mneme.api;
