/**
 * Extraction by rules: no model, the same statements for the same conversation, well under a millisecond a message.
 *
 * <p>The way of a message: {@link org.mneme.extract.rules.Passages} cuts it into passages, {@link
 * org.mneme.extract.rules.Clauses} a passage into clauses that each say one thing, {@link
 * org.mneme.extract.rules.SmallTalk} drops what says nothing, {@link org.mneme.extract.rules.Classification} finds type,
 * importance and confidence, and {@link org.mneme.extract.rules.ThirdPerson} names who "I" is. Word lists are resources.
 */
package org.mneme.extract.rules;
