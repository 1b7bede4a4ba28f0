package org.mneme.tck.notifier;

import java.util.List;

/** Stand at the other end of the channel under test. Safe for several threads. */
public interface Receiver extends AutoCloseable {

    /** Return an address where every notification is taken. */
    String address();

    /** Return an address that may be registered, but where every notification is refused or cannot arrive. */
    String brokenAddress();

    /** Return texts that are no addresses of this channel, or addresses it must not send to. */
    List<String> badAddresses();

    /** Return the bodies taken at {@link #address()} so far, byte for byte, in any order. */
    List<String> bodies();

    @Override
    void close();
}
