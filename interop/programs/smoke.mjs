// The peers among themselves: what interop tests rely on is shown here without trustnet.
// Arguments: parts to run, of "pairs", "kubo", "ipns", "idle"; all if none.

import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const KAD = '/ipfs/kad/1.0.0'
const STACKS = { go: process.env.PEER_go_peer, rust: process.env.PEER_rust_peer, js: process.env.PEER_js_peer }
const SECURITY_NAMES = { noise: '/noise', tls: '/tls/1.0.0' }
const COMMAND_MILLIS = 15_000
const scratch = mkdtempSync(join(tmpdir(), 'peers-smoke-'))
const children = new Set()
let passed = 0
const failures = []

class Program {
  #n = 0
  #answers = new Map()
  #watchers = new Set()
  events = []

  constructor (stack, args) {
    this.stack = stack
    this.child = spawn(STACKS[stack], args, { stdio: ['pipe', 'pipe', 'pipe'] })
    children.add(this.child)
    this.errors = ''
    this.child.stderr.on('data', (data) => { this.errors = (this.errors + data).slice(-4000) })
    this.child.stdin.on('error', () => {})
    this.exit = new Promise((resolve) => this.child.on('exit', (code) => {
      children.delete(this.child)
      for (const { reject } of this.#answers.values()) reject(new Error(`${stack} ended: ${this.errors}`))
      resolve(code)
    }))
    createInterface({ input: this.child.stdout }).on('line', (line) => this.#take(JSON.parse(line)))
  }

  static async start (stack, security, ...more) {
    const p = new Program(stack, ['--security', security, '--max-seconds', '240', ...more])
    const ready = await p.event((e) => e.event === 'ready')
    p.id = ready.id
    p.addr = ready.addrs[0]
    return p
  }

  #take (object) {
    if (object.event !== 'answer') {
      this.events.push(object)
      for (const watcher of [...this.#watchers]) watcher(object)
      return
    }
    const waits = this.#answers.get(object.n)
    this.#answers.delete(object.n)
    if (object.ok) waits?.resolve(object)
    else waits?.reject(new Error(`${this.stack}: ${object.error}`))
  }

  async event (matches, millis = 20_000) {
    const seen = this.events.find(matches)
    if (seen != null) return seen
    return await bounded(new Promise((resolve) => {
      const watcher = (e) => {
        if (!matches(e)) return
        this.#watchers.delete(watcher)
        resolve(e)
      }
      this.#watchers.add(watcher)
    }), millis, () => `${this.stack}: no such event; stderr: ${this.errors}`)
  }

  async ask (cmd, fields = {}) {
    const n = ++this.#n
    const answer = new Promise((resolve, reject) => this.#answers.set(n, { resolve, reject }))
    this.child.stdin.write(JSON.stringify({ n, cmd, seconds: COMMAND_MILLIS / 1000 - 1, ...fields }) + '\n')
    return await bounded(answer, COMMAND_MILLIS, () => `${this.stack}: ${cmd} was not answered`)
  }

  async stop () {
    this.child.stdin.end()
    const code = await Promise.race([this.exit, delay(5000, 'late')])
    if (code === 'late') this.child.kill('SIGKILL')
    return code
  }
}

async function bounded (promise, millis, text) {
  const late = Symbol('late')
  const result = await Promise.race([promise, delay(millis, late)])
  if (result === late) throw new Error(text())
  return result
}

async function until (text, condition, millis = 15_000) {
  const end = Date.now() + millis
  while (true) {
    if (await condition()) return
    if (Date.now() > end) throw new Error(`${text}: not within ${millis} ms`)
    await delay(100)
  }
}

async function check (name, body) {
  const start = performance.now()
  try {
    const said = await body()
    passed++
    console.log(`ok    ${name} (${Math.round(performance.now() - start)} ms)${said == null ? '' : ': ' + said}`)
    return true
  } catch (error) {
    failures.push(name)
    console.log(`FAIL  ${name}: ${error.message}`)
    return false
  }
}

function equal (actual, expected, what) {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`)
}

const base64 = (bytes) => Buffer.from(bytes).toString('base64')
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** The multihash bytes of a peer ID in base58. */
function idBytes (text) {
  let number = 0n
  for (const c of text) number = number * 58n + BigInt(ALPHABET.indexOf(c))
  const hex = number.toString(16)
  const zeros = text.match(/^1*/)[0].length
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? '0' + hex : hex, 'hex')])
}

const ipnsKey = (peer) => base64(Buffer.concat([Buffer.from('/ipns/'), idBytes(peer)]))
const rawCid = async (oracle) => (await oracle.ask('bitswap-serve', { block: base64(randomBytes(64)) })).cid

async function makeRecord (oracle, sequence, more = {}) {
  return await oracle.ask('ipns-create', {
    keyType: 'ed25519',
    value: '/ipfs/bafkqaaa',
    sequence,
    eol: new Date(Date.now() + 3_600_000).toISOString(),
    ttlNanos: 60_000_000_000,
    v1: true,
    ...more
  })
}

async function pair (dialerStack, listenerStack, security, oracle) {
  const name = `${dialerStack} -> ${listenerStack} ${security}`
  const [d, l] = await Promise.all([
    Program.start(dialerStack, security, '--kad', KAD),
    Program.start(listenerStack, security, '--kad', KAD)
  ])
  try {
    const connected = await check(`${name}: connect`, async () => {
      const c = await d.ask('connect', { addr: l.addr })
      equal(c.peer, l.id, 'peer')
      if (c.security != null) equal(c.security, SECURITY_NAMES[security], 'security')
      const inbound = await l.event((e) => e.event === 'connected' && e.peer === d.id)
      equal(inbound.direction, 'inbound', 'direction')
      return `muxer ${c.muxer ?? inbound.muxer ?? 'not told'}`
    })
    if (!connected) return
    for (const [from, to] of [[d, l], [l, d]]) {
      const way = from === d ? 'dialer asks' : 'listener asks'
      await check(`${name}: identify, ${way}`, async () => {
        const told = await from.ask('identify', { peer: to.id })
        equal(told.agent, `trustnet-interop/${to.stack}-peer`, 'agent')
        if (!told.protocols.includes(KAD)) throw new Error(`no ${KAD} in ${told.protocols}`)
        if (!Buffer.from(told.publicKey, 'base64').equals(idBytes(to.id).subarray(2))) {
          throw new Error('another public key')
        }
        return `signed record ${told.signedPeerRecord}, listens on ${told.listenAddrs}`
      })
      await check(`${name}: routing table, ${way}`, async () => {
        await until('in the table', async () => (await from.ask('table')).peers.includes(to.id))
      })
    }
    // After the tables: js-libp2p admits a peer only when its ping is answered, and rust-libp2p drops a
    // ping stream when the next one comes.
    for (const [from, to] of [[d, l], [l, d]]) {
      const way = from === d ? 'dialer asks' : 'listener asks'
      await check(`${name}: ping, ${way}`, async () => {
        const { rttMicros, allRttMicros } = await from.ask('ping', { peer: to.id })
        if (allRttMicros.length < 2) throw new Error('only one ping')
        return `${rttMicros} us`
      })
    }
    for (const [from, to] of [[d, l], [l, d]]) {
      const way = from === d ? 'dialer asks' : 'listener asks'
      await check(`${name}: FIND_NODE, ${way}`, async () => {
        const direct = from.stack === 'rust' ? {} : { peer: to.id }
        const { peers } = await from.ask('find-node', { key: base64(idBytes(to.id)), ...direct })
        // rust-libp2p does not name itself, not even when it is asked for its own ID.
        if (to.stack === 'rust') return `${peers.length} peers`
        const found = peers.find((p) => p.id === to.id)
        if (found == null) throw new Error(`not found among ${peers.length}`)
        const port = to.addr.split('/')[4]
        if (!found.addrs.some((a) => a.includes(`/tcp/${port}`))) throw new Error(`addresses ${found.addrs}`)
      })
      await check(`${name}: put and get, ${way}`, async () => {
        const made = await makeRecord(oracle, 7)
        const key = ipnsKey(made.peer)
        await from.ask('put', { key, value: made.record })
        equal((await to.ask('get', { key })).value, made.record, 'record')
        if (from.stack !== 'rust') {
          equal((await from.ask('get', { key, peer: to.id })).value, made.record, 'record at the peer')
        }
      })
      await check(`${name}: provide and find, ${way}`, async () => {
        const cid = await rawCid(oracle)
        await from.ask('provide', { cid })
        let peers = []
        await until('a provider', async () => {
          peers = (await to.ask('findprovs', { cid, seconds: 5 })).peers
          return peers.some((p) => p.id === from.id)
        })
        return `${peers.length} found`
      })
    }
    await check(`${name}: disconnect`, async () => {
      await d.ask('disconnect', { peer: l.id })
      await l.event((e) => e.event === 'disconnected' && e.peer === d.id)
      equal((await d.ask('connections')).connections.length, 0, 'connections')
    })
  } finally {
    await check(`${name}: end on EOF`, async () => {
      equal(await d.stop(), 0, 'exit code')
      equal(await l.stop(), 0, 'exit code')
    })
  }
}

async function pairs () {
  const oracle = await Program.start('go', 'noise')
  for (const security of ['noise', 'tls']) {
    for (const dialer of Object.keys(STACKS)) {
      for (const listener of Object.keys(STACKS)) {
        if (dialer !== listener) await pair(dialer, listener, security, oracle)
      }
    }
  }
  for (const dialer of Object.keys(STACKS)) {
    await check(`${dialer} with noise only does not reach go with tls only`, async () => {
      const [d, l] = await Promise.all([Program.start(dialer, 'noise'), Program.start('go', 'tls')])
      const said = await d.ask('connect', { addr: l.addr, seconds: 10 }).then(() => null, (e) => e.message)
      await Promise.all([d.stop(), l.stop()])
      if (said == null) throw new Error('it connected')
      return said
    })
  }
  for (const stack of Object.keys(STACKS)) {
    await check(`${stack} as kad client lists no kad, as server of the LAN protocol that one`, async () => {
      const lan = '/ipfs/lan/kad/1.0.0'
      const protocols = []
      for (const mode of [['--kad', KAD, '--kad-mode', 'client'], ['--kad', lan, '--kad-mode', 'server']]) {
        const p = await Program.start(stack, 'noise', ...mode)
        await oracle.ask('connect', { addr: p.addr })
        const told = await oracle.ask('identify', { peer: p.id })
        protocols.push(told.protocols.filter((name) => name.includes('/kad/')).join())
        await p.stop()
      }
      equal(protocols.join(), `,${lan}`, 'kad protocols')
    })
  }
  await oracle.stop()
}

/** A Kubo daemon as kubo-loopback.md describes it. */
class Kubo {
  static async start (name, config) {
    const k = new Kubo()
    k.env = { ...process.env, IPFS_PATH: join(scratch, name), IPFS_TELEMETRY: 'off', TEST_DHT_STUB: '1' }
    await k.ipfs('init', '--profile', 'test')
    await k.ipfs('config', 'Routing.Type', 'dhtserver')
    for (const [key, value] of Object.entries(config)) {
      await k.ipfs('config', '--json', key, JSON.stringify(value))
    }
    k.child = spawn(process.env.PEER_kubo, ['daemon'], { env: k.env, stdio: ['ignore', 'pipe', 'ignore'] })
    children.add(k.child)
    k.exit = new Promise((resolve) => k.child.on('exit', (code) => {
      children.delete(k.child)
      resolve(code)
    }))
    await bounded(new Promise((resolve) => {
      createInterface({ input: k.child.stdout }).on('line', (line) => {
        if (line.includes('Daemon is ready')) resolve()
      })
    }), 30_000, () => 'Kubo is not ready')
    const told = JSON.parse(await k.ipfs('id'))
    k.id = told.ID
    k.addr = told.Addresses.find((a) => a.includes('/127.0.0.1/tcp/') && !a.includes('/ws'))
    return k
  }

  async ipfs (...args) {
    const options = { env: this.env, timeout: 30_000, maxBuffer: 64 << 20 }
    return (await run(process.env.PEER_kubo, args, options)).stdout
  }

  async stop () {
    this.child.kill('SIGTERM')
    await Promise.race([this.exit, delay(10_000, null)])
    this.child.kill('SIGKILL')
  }
}

async function kubo () {
  for (const security of ['noise', 'tls']) {
    const other = security === 'noise' ? 'TLS' : 'Noise'
    const k = await Kubo.start(`kubo-${security}`, { [`Swarm.Transports.Security.${other}`]: false })
    for (const stack of Object.keys(STACKS)) {
      const p = await Program.start(stack, security, '--kad', KAD)
      await check(`${stack} -> kubo ${security}: connect, identify, ping`, async () => {
        await p.ask('connect', { addr: k.addr })
        const told = await p.ask('identify', { peer: k.id })
        if (!told.agent.startsWith('kubo/0.43.0')) throw new Error(told.agent)
        const { rttMicros } = await p.ask('ping', { peer: k.id })
        return `${told.agent}, ${told.protocols.length} protocols, ${rttMicros} us`
      })
      await check(`kubo ${security} tells who ${stack} is`, async () => {
        const told = JSON.parse(await k.ipfs('id', p.id))
        equal(told.AgentVersion, `trustnet-interop/${stack}-peer`, 'agent')
      })
      await check(`${stack} -> kubo ${security}: FIND_NODE`, async () => {
        await until('in the table', async () => (await p.ask('table')).peers.includes(k.id))
        const direct = stack === 'rust' ? {} : { peer: k.id }
        const { peers } = await p.ask('find-node', { key: base64(idBytes(k.id)), ...direct })
        if (!peers.some((x) => x.id === k.id)) throw new Error('Kubo is not in the answer')
      })
      if (stack === 'go') await bitswapWithKubo(p, k, security)
      await p.stop()
    }
    await k.stop()
  }
}

async function bitswapWithKubo (p, k, security) {
  await check(`go <- kubo ${security}: Bitswap, a file of 3 MB`, async () => {
    const data = randomBytes(3_000_000)
    const file = join(scratch, `file-${security}`)
    writeFileSync(file, data)
    const cid = (await k.ipfs('add', '-Q', '--cid-version=1', file)).trim()
    const got = await p.ask('bitswap-get', { cid, peer: k.id, file: true })
    equal(got.bytes, data.length, 'bytes')
    equal(got.sha256, createHash('sha256').update(data).digest('hex'), 'sha256')
  })
  await check(`kubo ${security} <- go: Bitswap, a block`, async () => {
    const data = randomBytes(1000)
    const { cid } = await p.ask('bitswap-serve', { block: base64(data) })
    const back = await k.ipfs('block', 'stat', cid)
    if (!back.includes('Size: 1000')) throw new Error(back)
    const ledger = await p.ask('bitswap-ledger', { peer: k.id })
    return `ledger: sent ${ledger.sent}, received ${ledger.received}`
  })
  await check(`kubo ${security} <- go that lies: no block`, async () => {
    const { cid } = await p.ask('bitswap-serve', { block: base64(randomBytes(1000)), corrupt: true })
    const said = await k.ipfs('block', 'stat', '--timeout=3s', cid).then(() => null, (e) => e.message)
    if (said == null) throw new Error('Kubo took a wrong block')
    const lie = await p.event((e) => e.event === 'bitswap-lie' && e.cid === cid && e.want === 'Block')
    return `asked for it: ${lie.want}`
  })
  await check(`go -> kubo ${security}: raw streams`, async () => {
    const ping = randomBytes(32).toString('hex')
    const fields = { peer: k.id, protocol: '/ipfs/ping/1.0.0', closeWrite: true }
    const echoed = await p.ask('replay-stream', { ...fields, hex: ping })
    equal(echoed.hex, ping, 'echo')
    const broken = await p.ask('replay-stream', { peer: k.id, protocol: KAD, hex: 'ffffffffffffffffffff' })
    equal(broken.reset, true, 'reset')
    return `eof ${echoed.eof}; garbage to kad: reset ${broken.reset}, connection alive ${broken.alive}`
  })
}

async function ipns () {
  const go = await Program.start('go', 'noise')
  for (const keyType of ['ed25519', 'rsa', 'secp256k1', 'ecdsa']) {
    for (const v1 of [true, false]) {
      await check(`ipns ${keyType}, v1 ${v1}`, async () => {
        const first = await makeRecord(go, 1, { keyType, v1 })
        const second = await makeRecord(go, 2, { key: first.key, v1 })
        equal(second.name, first.name, 'name')
        const good = await go.ask('ipns-validate', { name: first.name, record: second.record })
        equal(good.valid, true, 'valid')
        equal(good.sequence, 2, 'sequence')
        const { index } = await go.ask('ipns-select', {
          name: first.name, records: [first.record, second.record]
        })
        equal(index, 1, 'index')
        const bytes = Buffer.from(second.record, 'base64')
        bytes[bytes.length - 1] ^= 1
        const bad = await go.ask('ipns-validate', { name: first.name, record: base64(bytes) })
        equal(bad.valid, false, 'valid')
        return `${second.name}; broken: ${bad.error}`
      })
    }
  }
  await go.stop()
}

async function idle () {
  const k = await Kubo.start('kubo-idle', {})
  await check('rust-peer idle: 100 connections to kubo, 5 s', async () => {
    const args = ['idle', '--target', k.addr, '--noise', '50', '--tls', '50', '--hold-seconds', '5']
    const p = new Program('rust', args)
    const code = await bounded(p.exit, 60_000, () => 'it did not end')
    await delay(100)
    const said = p.events.map((e) => JSON.stringify(e)).join(' ')
    if (code !== 0) throw new Error(`exit ${code}: ${said} ${p.errors}`)
    const answered = p.events.find((e) => e.event === 'answered')
    if (!(answered?.closer_min >= 1)) throw new Error(`the target did not name itself: ${said}`)
    return said
  })
  await k.stop()
}

const parts = { pairs, kubo, ipns, idle }
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(scratch, { recursive: true, force: true })
})
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(1))

const start = performance.now()
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)) {
  if (parts[name] == null) {
    console.log(`no such part: ${name}; there are ${Object.keys(parts).join(' ')}`)
    process.exit(2)
  }
  await parts[name]()
}
console.log(`${passed} checks hold, ${failures.length} do not, ${Math.round((performance.now() - start) / 1000)} s`)
for (const name of failures) console.log(`does not hold: ${name}`)
process.exit(failures.length === 0 ? 0 : 1)
