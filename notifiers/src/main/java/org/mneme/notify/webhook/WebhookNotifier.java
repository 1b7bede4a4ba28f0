package org.mneme.notify.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.mneme.api.MemoryException;
import org.mneme.notify.guard.AddressGuard;
import org.mneme.notify.guard.BoundedResolver;
import org.mneme.notify.guard.Target;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

/** Post events. An answer of 200 to 299 means that the receiver took it, whatever its body says. */
final class WebhookNotifier implements Notifier {

    private static final int GONE = 410;
    /** How long the body of an answer may take after its status: a slow one must not hold a worker. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final AddressGuard guard;
    private final BoundedResolver resolver;
    private final WebhookOptions options;
    private final CloseableHttpClient client;
    private final Deadline deadline = new Deadline();

    WebhookNotifier(AddressGuard guard, BoundedResolver resolver, WebhookOptions options) {
        this.guard = guard;
        this.resolver = resolver;
        this.options = options;
        this.client = Transport.open(guard, options);
    }

    @Override
    public void check(String address) {
        guard.check(address);
    }

    @Override
    public DeliveryResult deliver(Notification notification) {
        Target target;
        try {
            target = guard.read(notification.address());
        } catch (MemoryException e) {
            return DeliveryResult.failed(e.getMessage());
        }
        HttpPost request = request(target, notification);
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> end = deadline.after(options.totalTimeout(), () -> {
            late.set(true);
            request.abort();
        });
        try {
            return send(target, request, notification);
        } catch (UncheckedIOException e) {
            return DeliveryResult.failed(FailureText.of(e.getCause()));
        } catch (IOException | RuntimeException e) {
            return DeliveryResult.failed(late.get() ? "no answer in time" : FailureText.of(e));
        } finally {
            end.cancel(false);
        }
    }

    private static HttpPost request(Target target, Notification notification) {
        byte[] body = notification.body().getBytes(StandardCharsets.UTF_8);
        long timestamp = notification.at().getEpochSecond();
        HttpPost request = new HttpPost(target.uri());
        request.setEntity(new ByteArrayEntity(body, ContentType.create("application/json")));
        request.setHeader("webhook-id", notification.id());
        request.setHeader("webhook-timestamp", Long.toString(timestamp));
        if (!notification.secrets().isEmpty()) {
            request.setHeader(
                    "X-Retainr-Signature",
                    Signatures.retainr(notification.secrets().get(0), body));
            request.setHeader(
                    "webhook-signature",
                    Signatures.standard(notification.secrets(), notification.id(), timestamp, body));
        }
        return request;
    }

    private DeliveryResult send(Target target, HttpPost request, Notification notification) throws IOException {
        HttpHost host = new HttpHost(target.secure() ? "https" : "http", target.host(), target.port());
        ClassicHttpResponse response = client.executeOpen(host, request, null);
        DeliveryResult result = result(response, notification);
        ScheduledFuture<?> enough = deadline.after(DRAIN, request::abort);
        finish(response);
        enough.cancel(false);
        return result;
    }

    private static DeliveryResult result(ClassicHttpResponse response, Notification notification) {
        int status = response.getCode();
        if (status >= 200 && status < 300) {
            return DeliveryResult.delivered(Optional.of(status));
        }
        Header retryAfter = response.getFirstHeader("Retry-After");
        String error = status >= 300 && status < 400
                ? "the receiver answered " + status + "; redirects are not followed"
                : "the receiver answered " + status;
        return new DeliveryResult(
                false,
                Optional.of(status),
                Optional.of(error),
                Optional.ofNullable(retryAfter)
                        .flatMap(header -> RetryAfter.parse(header.getValue(), notification.at())),
                status == GONE);
    }

    /** Read the body up to the bound, so that the receiver can finish; what happens then no longer matters. */
    private void finish(ClassicHttpResponse response) {
        try (response) {
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                entity.getContent().readNBytes(options.maxResponse());
            }
        } catch (IOException e) {
            // the status has already decided
        }
    }

    @Override
    public void close() {
        deadline.close();
        resolver.close();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
