/** Tests of the notifier: its contract, and what only this one promises. */
package org.mneme.example.file;
