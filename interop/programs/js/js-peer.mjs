// A libp2p peer that trustnet did not write: js-libp2p behind the command contract of
// interop/README.md (one JSON object per line on stdin and stdout).

import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { generateKeyPair, generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { ipnsSelector } from 'ipns/selector'
import { ipnsValidator } from 'ipns/validator'
import { createLibp2p } from 'libp2p'
import { commands } from './commands.mjs'

const AGENT = 'trustnet-interop/js-peer'
const DEFAULT_SECONDS = 30

const print = (object) => process.stdout.write(JSON.stringify(object) + '\n')

const { values: args } = parseArgs({
  options: {
    security: { type: 'string' },
    listen: { type: 'string', default: '/ip4/127.0.0.1/tcp/0' },
    kad: { type: 'string' },
    'kad-mode': { type: 'string', default: 'server' },
    seed: { type: 'string' },
    'max-seconds': { type: 'string', default: '120' }
  }
})

function fail (text) {
  process.stderr.write(`js-peer: ${text}\n`)
  process.exit(1)
}

const securities = { noise, tls }
if (securities[args.security] == null) fail('--security must be noise or tls')
if (!['server', 'client'].includes(args['kad-mode'])) fail('--kad-mode must be server or client')
if (args.seed != null && !/^[0-9a-fA-F]{64}$/.test(args.seed)) fail('--seed must be 64 hex digits')

setTimeout(() => {
  process.stderr.write('js-peer: --max-seconds reached\n')
  process.exit(3)
}, Number(args['max-seconds']) * 1000).unref()
// A closed stdout means that nobody listens any more.
process.stdout.on('error', () => process.exit(0))
process.on('uncaughtException', (error) => fail(error.stack))
process.on('unhandledRejection', (error) => print({ event: 'unhandled', error: String(error) }))

const privateKey = args.seed == null
  ? await generateKeyPair('Ed25519')
  : await generateKeyPairFromSeed('Ed25519', Buffer.from(args.seed, 'hex'))

const services = {
  identify: identify(),
  identifyPush: identifyPush(),
  // One outbound stream, the default, collides with the pings of the connection monitor.
  ping: ping({ maxOutboundStreams: 8 })
}
if (args.kad != null) {
  services.dht = kadDHT({
    protocol: args.kad,
    clientMode: args['kad-mode'] === 'client',
    // The default drops loopback addresses.
    peerInfoMapper: passthroughMapper,
    validators: { ipns: ipnsValidator },
    selectors: { ipns: ipnsSelector }
  })
}

const node = await createLibp2p({
  privateKey,
  addresses: { listen: [args.listen] },
  transports: [tcp()],
  connectionEncrypters: [securities[args.security]()],
  streamMuxers: [yamux()],
  nodeInfo: { userAgent: AGENT },
  // All peers share one address here; the default takes 5 connections per second from an address.
  connectionManager: { inboundConnectionThreshold: 1000 },
  services
})

/** Everything the commands share. */
const peer = { node, identified: new Map(), waiters: new Set() }

node.addEventListener('connection:open', ({ detail: c }) => {
  print({
    event: 'connected',
    peer: c.remotePeer.toString(),
    direction: c.direction,
    addr: c.remoteAddr.toString(),
    security: c.encryption,
    muxer: c.multiplexer
  })
})

node.addEventListener('connection:close', ({ detail: c }) => {
  const left = node.getConnections(c.remotePeer).length
  if (left === 0) peer.identified.delete(c.remotePeer.toString())
  print({ event: 'disconnected', peer: c.remotePeer.toString(), left })
})

node.addEventListener('peer:identify', ({ detail }) => {
  const id = detail.peerId.toString()
  const fields = identifyFields(detail)
  peer.identified.set(id, fields)
  for (const waiter of [...peer.waiters]) waiter(id, fields)
  print({ event: 'identified', peer: id, ...fields })
})

function identifyFields (result) {
  return {
    agent: result.agentVersion ?? '',
    protocolVersion: result.protocolVersion ?? '',
    protocols: result.protocols,
    listenAddrs: result.listenAddrs.map(String),
    observedAddr: result.observedAddr?.toString() ?? '',
    publicKey: Buffer.from(result.publicKey ?? []).toString('base64'),
    signedPeerRecord: result.signedPeerRecord != null,
    signedAddrs: (result.signedPeerRecord?.addresses ?? []).map(String)
  }
}

if (args.kad != null) await node.services.dht.setMode(args['kad-mode'])

print({ event: 'ready', id: node.peerId.toString(), addrs: node.getMultiaddrs().map(String) })

async function answer (line) {
  let command
  try {
    command = JSON.parse(line)
  } catch (error) {
    print({ event: 'answer', n: null, ok: false, error: `not a command: ${error.message}` })
    return
  }
  const n = command.n ?? null
  if (command.cmd === 'quit') {
    print({ event: 'answer', n, ok: true })
    process.exit(0)
  }
  const run = Object.hasOwn(commands, command.cmd) ? commands[command.cmd] : undefined
  if (run == null) {
    print({ event: 'answer', n, ok: false, error: `unknown command ${command.cmd}` })
    return
  }
  const signal = AbortSignal.timeout((command.seconds ?? DEFAULT_SECONDS) * 1000)
  try {
    print({ event: 'answer', n, ok: true, ...await run(peer, command, signal) })
  } catch (error) {
    print({ event: 'answer', n, ok: false, error: describe(error) })
  }
}

/** An error and everything that caused it, in one line. */
function describe (error) {
  const parts = [error.message ?? String(error)]
  for (const inner of error.errors ?? []) parts.push(describe(inner))
  if (error.cause != null) parts.push(describe(error.cause))
  return parts.filter((part) => part !== '').join(': ') || error.name
}

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })
lines.on('line', (line) => {
  if (line.trim() !== '') answer(line)
})
lines.on('close', () => process.exit(0))
