/** A notifier that appends every event to a file: for programs that follow a file, and to see what is told. */
package org.mneme.example.file;
