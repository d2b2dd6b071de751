/**
 * What a DHT server keeps for others, and what it announces itself. ipfs/specs
 * src/routing/kad-dht.md (2025-11-20), sections "Provider records", "Value storage and retrieval".
 *
 * <p>A PUT_VALUE is judged by its namespace's {@link
 * org.trustnet.libp2p.kad.records.RecordValidator}, compared with the stored value and put; an
 * ADD_PROVIDER is put for the peer that sent it. Both age from the moment we received them.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>values</td><td>32,768, 16 MiB; 48 h</td></tr>
 * <tr><td>announcements</td><td>32,768, 16 MiB of heap</td></tr>
 * <tr><td>keys with providers</td><td>65,536; 48 h, addresses 24 h</td></tr>
 * <tr><td>providers of one key</td><td>64</td></tr>
 * <tr><td>keys of one provider</td><td>16,384</td></tr>
 * <tr><td>addresses of one provider</td><td>8, 720 bytes</td></tr>
 * <tr><td>own keys announced</td><td>100,000, every 22 h</td></tr>
 * </table>
 *
 * <p>Stores are safe on any thread and answer at once. Validators are pure; signature checks take
 * too long for an event loop. No clock: now is a parameter.
 */
@NullMarked
package org.trustnet.libp2p.kad.records;

import org.jspecify.annotations.NullMarked;
