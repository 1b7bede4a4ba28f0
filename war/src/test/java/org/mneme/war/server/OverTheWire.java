package org.mneme.war.server;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test the wire: extend this, name the class {@code …IT}, and send requests with {@link #http}.
 *
 * <p>The server runs the WAR as it is shipped, with {@link TestKeys}. All classes share it and its data: a test uses
 * namespaces, users and projects of its own ({@link #fresh}).
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public abstract class OverTheWire {

    /** Send requests to the server. */
    protected final WireClient http = new WireClient(IntegrationServer.baseUri());

    /** Deploy what is shipped. */
    @Deployment(testable = false)
    public static WebArchive war() {
        return ShrinkWrap.create(ZipImporter.class, "mneme.war")
                .importFrom(ServerDirectory.war().toFile())
                .as(WebArchive.class);
    }

    /** Return a name that no other test uses, which begins with this word. */
    protected static String fresh(String word) {
        return word + "-" + java.util.UUID.randomUUID();
    }
}
