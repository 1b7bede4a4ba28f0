package org.mneme.notify.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.mneme.api.MemoryException;

/** Decide whose certificates are believed: Java's own authorities and those the operator adds. Never just anybody's. */
final class Trust {

    private Trust() {}

    /** Return a context of its own, because a server's default one may belong to the server. */
    static SSLContext context(Optional<Path> added) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trusted = added.isPresent() ? new TrustManager[] {trusting(added.get())} : null;
            context.init(null, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw MemoryException.invalid("trust-certificates", "cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw MemoryException.invalid("trust-certificates", "cannot be read: " + e.getMessage());
        }
    }

    private static X509TrustManager trusting(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate authority : manager(null).getAcceptedIssuers()) {
            store.setCertificateEntry("java-" + number++, authority);
        }
        for (Certificate authority : read(file)) {
            store.setCertificateEntry("added-" + number++, authority);
        }
        return manager(store);
    }

    private static Collection<? extends Certificate> read(Path file) throws GeneralSecurityException, IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream);
        }
    }

    private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("Java has no manager of X.509 certificates"));
    }
}
