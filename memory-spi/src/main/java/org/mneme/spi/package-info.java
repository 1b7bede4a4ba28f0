/**
 * What every plugin has in common: its id, the options it declares, and the context the server opens it with.
 *
 * <p>The plugin kinds live in the packages below, one each. Nothing here, nor below, depends on anything but {@code
 * java.*} and {@code org.mneme.api}, so that a plugin jar carries no framework of ours.
 */
package org.mneme.spi;
