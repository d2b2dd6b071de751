package org.trustnet.trust.store;

final class MemoryEntryStoreTest extends EntryStoreCompliance {
  @Override
  protected EntryStore open() {
    return new MemoryEntryStore();
  }

  @Override
  protected EntryStore reopen(EntryStore store) {
    return store;
  }
}
