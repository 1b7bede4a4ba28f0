package org.mneme.spi.storage;

/** In which order memories are listed: by creation time, then by id, both ways alike. */
public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
}
