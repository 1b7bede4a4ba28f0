/**
 * The engine: what the server does, in plain Java that knows no container, no database and no HTTP.
 *
 * <p>{@link org.mneme.core.Engine} puts the services of the packages below together on one storage and one embedding model.
 */
package org.mneme.core;
