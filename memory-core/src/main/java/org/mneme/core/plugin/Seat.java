package org.mneme.core.plugin;

import java.time.Duration;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;

/**
 * Keep the place of one plugin in the server, in which another instance may be put at any moment.
 *
 * <p>A call that began with one instance ends with it; the next call takes whichever is there. Safe for several threads.
 *
 * @param <T> what a plugin of its kind opens
 */
final class Seat<T extends AutoCloseable> {

    /** Call an instance. */
    interface Call<T, R> {
        R on(T instance) throws Exception;
    }

    /** Look at an answer. */
    interface Check<R> {
        void accept(R answer) throws PluginFailure;
    }

    private volatile Opened<T> present;

    Seat(Opened<T> present) {
        this.present = present;
    }

    /**
     * Call whichever instance is here.
     *
     * @param atMost how long the call may take, if that is less than what all calls may
     * @param check looks at the answer
     * @throws MemoryException what the plugin reports
     * @throws PluginFailure if the plugin does anything else, or nobody is here
     */
    <R> R call(Duration atMost, Call<T, R> call, Check<R> check) throws PluginFailure {
        Opened<T> opened = enter();
        try {
            R answer = opened.fence().call(atMost, () -> call.on(opened.instance()));
            check.accept(answer);
            opened.track().succeeded();
            return answer;
        } catch (MemoryException e) {
            note(opened.track(), e);
            throw e;
        } catch (PluginFailure e) {
            opened.track().failed(e.detail());
            throw e;
        } finally {
            opened.leave();
        }
    }

    private static void note(Track track, MemoryException reported) {
        switch (reported.kind()) {
            case UNAVAILABLE, OUTCOME_UNKNOWN, DEFECT -> track.failed(PluginFailure.describe(reported));
            case INVALID, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, THROTTLED -> track.succeeded();
        }
    }

    private Opened<T> enter() throws PluginFailure {
        for (; ; ) {
            Opened<T> opened = present;
            if (opened == null) {
                throw new PluginFailure("is not installed", "is not installed", null);
            }
            if (opened.enter()) {
                return opened;
            }
            // it was replaced between the two lines above
            Thread.onSpinWait();
        }
    }

    /** Put another instance here; whoever comes from now on gets that one. Returns the one before, which nobody closed. */
    Opened<T> replace(Opened<T> next) {
        Opened<T> before = present;
        present = next;
        return before;
    }

    /** Tell whether nobody is here any more. */
    boolean vacant() {
        return present == null;
    }

    Health health() {
        Opened<T> opened = present;
        return opened == null ? Health.down("not open") : opened.health();
    }
}
