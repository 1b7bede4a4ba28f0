/** Workspaces: who may call, what each plan allows, and what was used. */
package org.mneme.core.workspace;
