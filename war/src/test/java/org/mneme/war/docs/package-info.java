/** Run what the documentation shows: every fenced block of README, CONTRIBUTING and docs, or it says why not. */
package org.mneme.war.docs;
