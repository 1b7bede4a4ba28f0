package org.mneme.war.xtrace;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.Listing;

/** Write and read the cursor of a list: the place of the last memory of a page. */
final class Cursor {

    private Cursor() {}

    static String behind(Memory memory) {
        String place = memory.createdAt().toEpochMilli() + "," + memory.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    static Listing.Position read(String cursor) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int comma = place.indexOf(',');
            Instant createdAt = Instant.ofEpochMilli(Long.parseLong(place.substring(0, comma)));
            return new Listing.Position(createdAt, place.substring(comma + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw MemoryException.invalid("cursor", "cursor must be the next_cursor of an earlier page");
        }
    }
}
