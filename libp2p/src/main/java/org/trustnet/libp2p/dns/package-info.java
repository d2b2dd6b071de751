/**
 * DNS for multiaddrs and DNSLink: {@code dns}, {@code dns4}, {@code dns6}, {@code dnsaddr}, TXT.
 * libp2p/specs {@code addressing/README.md}, multiformats/multiaddr {@code protocols/DNSADDR.md};
 * RFC 1035, RFC 6891 (message size), RFC 7766 (TCP), RFC 8484 (HTTPS).
 *
 * <p>Flow: {@link org.trustnet.libp2p.dns.AddressResolver} turns an address that begins with a name
 * into addresses that begin with an IP address, asking {@link org.trustnet.libp2p.dns.DnsClient},
 * which asks the servers that {@link org.trustnet.libp2p.dns.DnsConfig} names for the domain, one
 * after the other.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>look-ups for one address</td><td>32</td></tr>
 * <tr><td>{@code dnsaddr} inside {@code dnsaddr}</td><td>4 deep</td></tr>
 * <tr><td>records used of an answer</td><td>16; 64 for {@code txt}</td></tr>
 * <tr><td>aliases followed in an answer</td><td>8</td></tr>
 * <tr><td>datagrams passed over while waiting for the answer</td><td>32</td></tr>
 * <tr><td>size of an answer</td><td>1,232 bytes by UDP, 65,535 by TCP and HTTPS</td></tr>
 * <tr><td>sendings of a question to a server</td><td>2, 2 s each</td></tr>
 * <tr><td>servers of a domain</td><td>4</td></tr>
 * </table>
 *
 * <p>Threads: the calls block and are for virtual threads, on which an interrupt ends them.
 */
@NullMarked
package org.trustnet.libp2p.dns;

import org.jspecify.annotations.NullMarked;
