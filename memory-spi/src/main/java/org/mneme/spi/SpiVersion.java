package org.mneme.spi;

/** Name the version of the contract between the server and its plugins. */
public final class SpiVersion {

    /**
     * The version of this contract, as {@code major.minor}.
     *
     * <p>The minor number grows when something is added that an older plugin need not know, the major one when an older
     * plugin can no longer be loaded. A plugin names what it works with in its {@link PluginDescriptor}.
     */
    public static final String CURRENT = "1.0";

    private SpiVersion() {}
}
