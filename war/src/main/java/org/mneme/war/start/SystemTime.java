package org.mneme.war.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Give the clock to whoever is asked to be injected with it: the one place from which the server learns what time it is. */
@ApplicationScoped
public class SystemTime {

    /** Return the clock of the machine. */
    @Produces
    public Clock clock() {
        return Clock.systemUTC();
    }
}
