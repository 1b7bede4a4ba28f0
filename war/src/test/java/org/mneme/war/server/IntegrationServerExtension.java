package org.mneme.war.server;

import org.jboss.arquillian.core.spi.LoadableExtension;

/** Tell Arquillian of {@link IntegrationServer}. */
public final class IntegrationServerExtension implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(IntegrationServer.class);
    }
}
