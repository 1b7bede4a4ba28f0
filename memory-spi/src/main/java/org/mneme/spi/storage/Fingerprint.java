package org.mneme.spi.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compare items of two storages by all they hold.
 *
 * <p>What storages are free to choose does not count: an instant counts to the millisecond, a number by its value, the
 * entries of a JSON object in any order. The components of vectors count bit by bit.
 */
public final class Fingerprint {

    /** What reflection tells of each record, asked once: it makes every answer anew. */
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Return the SHA-256 of an item's components, 32 bytes. */
    public static byte[] of(TransferItem item) {
        return of((Object) item);
    }

    private static byte[] of(Object value) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(value);
        return fingerprint.digest.digest();
    }

    /** Return the names of the components in which two items of one part differ, such as {@code memory.content}. */
    public static List<String> differences(TransferItem left, TransferItem right) {
        List<String> names = new ArrayList<>();
        differences("", (Record) left, (Record) right, names);
        return names;
    }

    private static void differences(String prefix, Record left, Record right, List<String> names) {
        for (RecordComponent component : COMPONENTS.get(left.getClass())) {
            Object ours = plain(value(component, left));
            Object theirs = plain(value(component, right));
            String name = prefix + component.getName();
            if (Arrays.equals(of(ours), of(theirs))) {
                continue;
            }
            if (prefix.isEmpty() && ours instanceof Record one && theirs instanceof Record other) {
                differences(name + ".", one, other, names);
            } else {
                names.add(name);
            }
        }
    }

    private static Object plain(Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component of " + record.getClass() + " cannot be read", e);
        }
    }

    /** Every kind of value begins with a letter of its own and is told where it ends, so that no two read alike. */
    private void add(Object value) {
        Object plain = plain(value);
        if (plain == null) {
            text('0', "");
        } else if (plain instanceof Record record) {
            record(record);
        } else if (plain instanceof List<?> items) {
            text('l', Integer.toString(items.size()));
            items.forEach(this::add);
        } else if (plain instanceof Map<?, ?> entries) {
            map(entries);
        } else if (plain instanceof float[] floats) {
            floats(floats);
        } else if (plain instanceof Instant instant) {
            text('t', instant.truncatedTo(ChronoUnit.MILLIS).toString());
        } else if (plain instanceof Number number) {
            text('n', new BigDecimal(number.toString()).stripTrailingZeros().toString());
        } else {
            text('s', plain instanceof Enum<?> constant ? constant.name() : Objects.toString(plain));
        }
    }

    private void record(Record record) {
        RecordComponent[] components = COMPONENTS.get(record.getClass());
        text('r', Integer.toString(components.length));
        for (RecordComponent component : components) {
            text('c', component.getName());
            add(value(component, record));
        }
    }

    private void map(Map<?, ?> entries) {
        text('m', Integer.toString(entries.size()));
        Map<String, Object> sorted = new TreeMap<>();
        entries.forEach((key, value) -> sorted.put(key.toString(), value));
        sorted.forEach((key, value) -> {
            text('k', key);
            add(value);
        });
    }

    private void floats(float[] floats) {
        text('f', Integer.toString(floats.length));
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
        for (float each : floats) {
            bytes.putInt(Float.floatToRawIntBits(each));
        }
        digest.update(bytes.array());
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
