/** Keeping other people's secrets: encrypted at rest, with a key that can be changed. */
package org.mneme.core.secret;
