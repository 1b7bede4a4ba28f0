/**
 * The change from one embedding model to another: vectors are filled in the background, then one step switches, or goes back.
 * What is under way is known from the vectors in the store alone, so nothing else need survive a crash.
 */
package org.mneme.core.reembed;
