package org.mneme.notify.webhook;

import java.util.List;
import org.mneme.api.MemoryException;
import org.mneme.notify.guard.AddressGuard;
import org.mneme.notify.guard.BoundedResolver;
import org.mneme.notify.guard.HostResolver;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;

/** Provide the channel that posts events to addresses of the web, signed. */
public final class WebhookNotifierProvider implements NotifierProvider {

    private final HostResolver names;

    /** Look names up as the operating system does. */
    public WebhookNotifierProvider() {
        this(HostResolver.ofSystem());
    }

    WebhookNotifierProvider(HostResolver names) {
        this.names = names;
    }

    @Override
    public String id() {
        return "webhook";
    }

    @Override
    public List<Option> options() {
        return WebhookOptions.declared();
    }

    @Override
    public Notifier open(PluginContext context) {
        WebhookOptions options = WebhookOptions.from(context.options());
        BoundedResolver resolver = new BoundedResolver(names, options.connectTimeout());
        try {
            AddressGuard guard = new AddressGuard(options.allowHttp(), options.allowNetworks(), resolver);
            return new WebhookNotifier(guard, resolver, options);
        } catch (IllegalArgumentException e) {
            resolver.close();
            throw MemoryException.invalid("allow-networks", e.getMessage());
        }
    }
}
