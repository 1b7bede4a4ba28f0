package org.mneme.core.job;

/** Stop an attempt whose job another worker has taken over; whoever catches it does nothing more for the job. */
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(String job) {
        super("another worker has taken over " + job, null, false, false);
    }
}
