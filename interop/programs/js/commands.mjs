// The commands of the contract: each takes the peer, its command and a signal that ends it, and
// resolves to the fields of its answer.

import { peerIdFromString } from '@libp2p/peer-id'
import { byteStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { CID } from 'multiformats/cid'

const PING = '/ipfs/ping/1.0.0'
const PING_BYTES = 32
const DEFAULT_PINGS = 3
const MAX_PROVIDERS = 20
/** js-libp2p wants to know where in a query a request belongs; these belong to none. */
const NO_PATH = { index: -1, queued: 0, running: 0, total: 0 }

const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'))
const info = ({ id, multiaddrs }) => ({ id: id.toString(), addrs: (multiaddrs ?? []).map(String) })

function kad ({ node }) {
  if (node.services.dht == null) throw new Error('this command needs --kad')
  return node.services.dht
}

function connection ({ node }, id) {
  const [first] = node.getConnections(peerIdFromString(id))
  if (first == null) throw new Error('not connected')
  return first
}

/** One request to exactly the peer that the command names. */
async function ask (peer, command, type, key, signal) {
  connection(peer, command.peer)
  const to = peerIdFromString(command.peer)
  const options = { signal, path: NO_PATH }
  for await (const event of kad(peer).network.sendRequest(to, { type, key }, options)) {
    if (event.name === 'PEER_RESPONSE') return event
    if (event.name === 'QUERY_ERROR') throw event.error
  }
  throw new Error('no response')
}

/** The peers that answered a query that writes. */
async function written (events, type) {
  const peers = new Set()
  let failure
  for await (const event of events) {
    if (event.name === 'PEER_RESPONSE' && event.messageName === type) peers.add(event.from.toString())
    if (event.name === 'QUERY_ERROR') failure = event.error
  }
  if (peers.size === 0) throw failure ?? new Error('no peer took it')
  return { peers: [...peers] }
}

export const commands = {
  async connect ({ node }, command, signal) {
    const c = await node.dial(multiaddr(command.addr), { signal })
    return { peer: c.remotePeer.toString(), security: c.encryption, muxer: c.multiplexer }
  },

  async identify (peer, command, signal) {
    const known = peer.identified.get(command.peer)
    if (known != null) return known
    return await new Promise((resolve, reject) => {
      const waiter = (id, fields) => {
        if (id !== command.peer) return
        peer.waiters.delete(waiter)
        resolve(fields)
      }
      peer.waiters.add(waiter)
      signal.addEventListener('abort', () => {
        peer.waiters.delete(waiter)
        reject(new Error('not identified in time'))
      })
    })
  },

  /** First js-libp2p's own ping, which opens a stream for each; then several on one stream. */
  async ping (peer, command, signal) {
    const c = connection(peer, command.peer)
    const ownMillis = await peer.node.services.ping.ping(c.remotePeer, { signal })
    const stream = await c.newStream(PING, { signal })
    const pipe = byteStream(stream)
    const micros = []
    try {
      for (let i = 0; i < Math.min(command.count ?? DEFAULT_PINGS, 100); i++) {
        const sent = crypto.getRandomValues(new Uint8Array(PING_BYTES))
        const start = performance.now()
        await pipe.write(sent, { signal })
        const back = await pipe.read({ bytes: PING_BYTES, signal })
        if (Buffer.compare(back.subarray(), sent) !== 0) throw new Error('other bytes came back')
        micros.push(Math.round((performance.now() - start) * 1000))
      }
    } finally {
      stream.close().catch((error) => stream.abort(error))
    }
    return { rttMicros: micros.at(-1), allRttMicros: micros, ownRttMicros: ownMillis * 1000 }
  },

  async 'find-node' (peer, command, signal) {
    const key = bytes(command.key)
    if (command.peer != null) {
      const response = await ask(peer, command, 'FIND_NODE', key, signal)
      return { peers: response.closer.map(info) }
    }
    const found = new Map()
    for await (const event of kad(peer).getClosestPeers(key, { signal })) {
      if (event.name === 'FINAL_PEER') found.set(event.peer.id.toString(), info(event.peer))
    }
    return { peers: [...found.values()] }
  },

  async put (peer, command, signal) {
    if (command.peer != null) throw new Error('js-peer cannot put to one peer')
    const events = kad(peer).put(bytes(command.key), bytes(command.value), { signal })
    return await written(events, 'PUT_VALUE')
  },

  async get (peer, command, signal) {
    const key = bytes(command.key)
    if (command.peer != null) {
      const response = await ask(peer, command, 'GET_VALUE', key, signal)
      const value = response.record?.value
      return {
        value: value == null ? null : Buffer.from(value).toString('base64'),
        peers: response.closer.map(info)
      }
    }
    for await (const event of kad(peer).get(key, { signal })) {
      if (event.name === 'VALUE') return { value: Buffer.from(event.value).toString('base64') }
    }
    throw new Error('the record was not found')
  },

  async provide (peer, command, signal) {
    if (command.peer != null) throw new Error('js-peer cannot provide to one peer')
    return await written(kad(peer).provide(CID.parse(command.cid), { signal }), 'ADD_PROVIDER')
  },

  async findprovs (peer, command, signal) {
    const cid = CID.parse(command.cid)
    if (command.peer != null) {
      const response = await ask(peer, command, 'GET_PROVIDERS', cid.multihash.bytes, signal)
      return { peers: response.providers.map(info) }
    }
    const found = new Map()
    for await (const event of kad(peer).findProviders(cid, { signal })) {
      if (event.name !== 'PROVIDER') continue
      for (const provider of event.providers) found.set(provider.id.toString(), info(provider))
      if (found.size >= MAX_PROVIDERS) break
    }
    return { peers: [...found.values()] }
  },

  /** Who is in the routing table. */
  async table (peer) {
    return { peers: [...kad(peer).routingTable.kb.toIterable()].map((entry) => entry.peerId.toString()) }
  },

  async connections ({ node }) {
    const list = node.getConnections().map((c) => ({
      peer: c.remotePeer.toString(),
      direction: c.direction,
      addr: c.remoteAddr.toString(),
      security: c.encryption
    }))
    return { connections: list }
  },

  async disconnect ({ node }, command, signal) {
    await node.hangUp(peerIdFromString(command.peer), { signal })
    return {}
  }
}
