package org.mneme.tck.storage;

/**
 * Prove a storage: the whole contract of {@code docs/storage-contract.md}, rule by rule.
 *
 * <p>What a storage does not declare as a {@linkplain org.mneme.spi.storage.Capability capability} is tested to be refused,
 * or skipped with its name.
 */
public abstract class StorageContract extends StorageHarness
        implements ScopeContract,
                DurabilityContract,
                ReadYourWritesContract,
                DeduplicationContract,
                ExpiryContract,
                ErasureContract,
                SearchContract,
                ListingContract,
                ExportContract,
                JobContract,
                EmbeddingSpaceContract,
                WebhookContract,
                DeliveryContract,
                IdempotencyContract,
                AgentContract,
                WorkspaceContract,
                TransferContract {}
