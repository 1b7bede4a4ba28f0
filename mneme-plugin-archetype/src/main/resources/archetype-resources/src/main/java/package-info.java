/** A plugin for Mneme: an embedding and a notifier, found by the server through the files below {@code META-INF}. */
package ${package};
