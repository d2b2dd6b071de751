package org.trustnet.ipns.blocks;

final class MemoryBlockStoreTest extends BlockStoreCompliance {
  @Override
  protected BlockStore open(BlockStoreConfig config, long freeBytes) {
    return new MemoryBlockStore(config, freeBytes);
  }
}
