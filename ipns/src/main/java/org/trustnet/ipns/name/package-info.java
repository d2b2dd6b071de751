/**
 * IPNS names: found, published, kept alive, and reached through DNSLink.
 *
 * <p>Specifications: ipfs/specs {@code src/ipns/ipns-record.md} (8721f873), dnslink.dev; policy as
 * boxo 0.42.1 {@code namesys}.
 *
 * <p>Publishing: {@link org.trustnet.ipns.name.IpnsPublisher} asks {@link
 * org.trustnet.ipns.name.PublishPolicy} what the next record says, signs it, writes it to the
 * {@link org.trustnet.ipns.name.PublishedStore} and only then hands it to the {@link
 * org.trustnet.ipns.name.NameRouting}. {@link org.trustnet.ipns.name.RepublishSchedule} says when
 * each name is due again. Resolving: {@link org.trustnet.ipns.name.IpnsResolver} collects the
 * answers of one lookup, judges each and keeps the best; {@link
 * org.trustnet.ipns.name.NameResolver} follows names and domains until content is reached.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>answers that end a lookup</td>
 * <td>{@link org.trustnet.ipns.name.IpnsResolver#DEFAULT_QUORUM}</td></tr>
 * <tr><td>records kept of one lookup</td>
 * <td>{@link org.trustnet.ipns.name.IpnsResolver#MAX_RECORDS}</td></tr>
 * <tr><td>answers that can be asked for</td>
 * <td>{@link org.trustnet.ipns.name.IpnsResolver#MAX_QUORUM}</td></tr>
 * <tr><td>names followed</td><td>{@link org.trustnet.ipns.name.NameResolver#MAX_DEPTH}</td></tr>
 * <tr><td>TXT records of a domain, text</td><td>{@link org.trustnet.ipns.name.DnsLink#MAX_RECORDS},
 * {@link org.trustnet.ipns.name.DnsLink#MAX_CHARACTERS}</td></tr>
 * <tr><td>names republished</td>
 * <td>{@link org.trustnet.ipns.name.RepublishSchedule#MAX_NAMES}</td></tr>
 * </table>
 *
 * <p>Policies, schedule and parsers are pure. Publisher and resolvers block on network and disk:
 * for virtual threads, safe on several at once.
 */
@NullMarked
package org.trustnet.ipns.name;

import org.jspecify.annotations.NullMarked;
