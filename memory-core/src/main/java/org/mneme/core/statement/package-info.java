/**
 * What a new statement means for one that is already there: the same, a newer state of affairs, or something else.
 *
 * <p>Decided by what the words say (negations, numbers, dates, names, what is said of whom), never by a cosine: a model
 * that finds "I am allergic to peanuts" and "I am not allergic to peanuts" alike to 0.93 cannot tell them apart, and every
 * model has a scale of its own. Similarity only chooses which memories are looked at, and which of them first. Pure
 * functions, English; statements in other languages are the same only if they read the same. Word lists are resources.
 */
package org.mneme.core.statement;
