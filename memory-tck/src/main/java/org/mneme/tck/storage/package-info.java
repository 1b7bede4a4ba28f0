/**
 * The storage contract: {@link org.mneme.tck.storage.StorageContract} is all of it, the other contracts are its parts.
 *
 * <p>A storage is proven by an almost empty class:
 *
 * <pre>{@code
 * class MyStorageTest extends StorageContract {
 *     @Override
 *     protected StorageUnderTest underTest() {
 *         return StorageUnderTest.of(new MyStorageProvider(), store -> Map.of("url", "my:" + store));
 *     }
 * }
 * }</pre>
 */
package org.mneme.tck.storage;
