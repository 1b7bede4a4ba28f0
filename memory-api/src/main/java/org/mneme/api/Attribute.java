package org.mneme.api;

/**
 * Name the axes along which a workspace is divided.
 *
 * <p>A memory has a value on some of them; a {@link Scope} narrows along some of them. Each dialect maps its own words
 * onto these ({@code docs/dialects.md}).
 */
public enum Attribute {
    /** The free grouping key of the retainr dialect, such as {@code customer:alice}. */
    NAMESPACE,
    /** A project of the RetainDB dialect. */
    PROJECT,
    /** The person a memory is about. */
    USER,
    /** A conversation, run or thread. */
    SESSION,
    /** The agent that acted. */
    AGENT,
    /** The task several agents share. */
    TASK,
    /** The application that wrote. */
    APP
}
