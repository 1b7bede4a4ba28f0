package org.mneme.index;

/**
 * Say how large a vector index is.
 *
 * @param memories the memories that can be found, expired ones included
 * @param vectors their vectors
 * @param dead the vectors of removed memories whose place a compaction will free
 * @param candidates how many candidates a search compares exactly
 */
public record VectorIndexSize(int memories, int vectors, int dead, int candidates) {}
