/** Do what docs/write-a-plugin.md says, as an author of plugins would who has only that page. */
package org.mneme.author;
