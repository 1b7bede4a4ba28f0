/**
 * Moves workspaces from the storage in use to another one: copies in the background, closes the workspace for writing,
 * catches up, compares both sides, and leaves the switch to the operator ({@code docs/migration.md}).
 */
package org.mneme.core.migration;
