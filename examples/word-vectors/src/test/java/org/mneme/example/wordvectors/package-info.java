/** Tests of the embedding: its contract, and what only this one promises. */
package org.mneme.example.wordvectors;
