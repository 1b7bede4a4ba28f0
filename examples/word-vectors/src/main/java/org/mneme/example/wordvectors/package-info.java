/**
 * An embedding made of word vectors: a text is the weighted mean of its words, whose vectors are read from a file that the
 * user brings, such as one of GloVe or fastText.
 */
package org.mneme.example.wordvectors;
