//! The commands that wait for something: each is answered once, by an event or when its time is over.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use libp2p::kad::{self, QueryId, QueryResult};
use libp2p::swarm::ConnectionId;
use libp2p::swarm::dial_opts::{DialOpts, PeerCondition};
use libp2p::{Multiaddr, PeerId, StreamProtocol, Swarm};
use serde_json::{Value, json};

use crate::swarm::Behaviour;
use crate::{Failure, print, wire};

const DEFAULT_SECONDS: u64 = 30;
const DEFAULT_PINGS: u64 = 2;

struct Waiting {
    n: Value,
    until: Instant,
    kind: Kind,
}

enum Kind {
    Connect(ConnectionId),
    Disconnect(PeerId),
    Identify(PeerId),
    Ping {
        peer: PeerId,
        wanted: u64,
        micros: Vec<u64>,
    },
    Query {
        id: QueryId,
        providers: HashSet<PeerId>,
    },
}

struct Connection {
    peer: PeerId,
    direction: &'static str,
    addr: String,
}

pub struct Commands {
    kad: Option<StreamProtocol>,
    waiting: Vec<Waiting>,
    identified: HashMap<PeerId, Value>,
    connections: BTreeMap<ConnectionId, Connection>,
}

impl Commands {
    pub fn new(kad: Option<StreamProtocol>) -> Self {
        Self {
            kad,
            waiting: Vec::new(),
            identified: HashMap::new(),
            connections: BTreeMap::new(),
        }
    }

    pub fn kad_name(&self) -> Option<&StreamProtocol> {
        self.kad.as_ref()
    }

    /// Runs one line of stdin; true if it was `quit`.
    pub fn run(&mut self, line: &str, swarm: &mut Swarm<Behaviour>) -> bool {
        let command: Value = match serde_json::from_str(line) {
            Ok(command) => command,
            Err(error) => {
                answer(&Value::Null, Err(format!("not a command: {error}").into()));
                return false;
            }
        };
        let n = command["n"].clone();
        let seconds = command["seconds"].as_u64().unwrap_or(DEFAULT_SECONDS);
        let until = Instant::now() + Duration::from_secs(seconds);
        if command["cmd"] == "quit" {
            answer(&n, Ok(json!({})));
            return true;
        }
        match self.start(&command, swarm) {
            Ok(Started::Answered(fields)) => answer(&n, Ok(fields)),
            Ok(Started::Waits(kind)) => self.waiting.push(Waiting { n, until, kind }),
            Err(failure) => answer(&n, Err(failure)),
        }
        false
    }

    fn start(&mut self, command: &Value, swarm: &mut Swarm<Behaviour>) -> Result<Started, Failure> {
        let name = command["cmd"].as_str().unwrap_or_default();
        match name {
            "connect" => self.connect(text(command, "addr")?.parse()?, swarm),
            "identify" => {
                let peer = peer(command)?;
                Ok(match self.identified.get(&peer) {
                    Some(fields) => Started::Answered(fields.clone()),
                    None => Started::Waits(Kind::Identify(peer)),
                })
            }
            "ping" => {
                let peer = peer(command)?;
                if !swarm.is_connected(&peer) {
                    return Err("not connected".into());
                }
                let wanted = command["count"].as_u64().unwrap_or(DEFAULT_PINGS).max(1);
                Ok(Started::Waits(Kind::Ping {
                    peer,
                    wanted,
                    micros: Vec::new(),
                }))
            }
            "connections" => Ok(Started::Answered(self.list())),
            "disconnect" => {
                let peer = peer(command)?;
                match swarm.disconnect_peer_id(peer) {
                    Ok(()) => Ok(Started::Waits(Kind::Disconnect(peer))),
                    Err(()) => Err("not connected".into()),
                }
            }
            _ => start_kad(name, command, swarm),
        }
    }

    fn connect(
        &mut self,
        addr: Multiaddr,
        swarm: &mut Swarm<Behaviour>,
    ) -> Result<Started, Failure> {
        let Some(libp2p::multiaddr::Protocol::P2p(peer)) = addr.iter().last() else {
            return Err("the address does not end in /p2p/ID".into());
        };
        if self.connections.values().any(|c| c.peer == peer) {
            return Ok(Started::Answered(json!({"peer": peer.to_string()})));
        }
        let dial = DialOpts::peer_id(peer)
            .condition(PeerCondition::Always)
            .addresses(vec![addr])
            .build();
        let id = dial.connection_id();
        swarm.dial(dial)?;
        Ok(Started::Waits(Kind::Connect(id)))
    }

    fn list(&self) -> Value {
        let list: Vec<Value> = self
            .connections
            .values()
            .map(|c| json!({"peer": c.peer.to_string(), "direction": c.direction, "addr": c.addr}))
            .collect();
        json!({"connections": list})
    }

    pub fn connected(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        direction: &'static str,
        addr: &str,
    ) {
        self.connections.insert(
            id,
            Connection {
                peer,
                direction,
                addr: addr.to_owned(),
            },
        );
        self.finish(
            |kind| matches!(kind, Kind::Connect(waits) if *waits == id),
            || Ok(json!({"peer": peer.to_string()})),
        );
    }

    pub fn disconnected(&mut self, id: ConnectionId, peer: PeerId, last: bool) {
        self.connections.remove(&id);
        if last {
            self.identified.remove(&peer);
            self.finish(
                |kind| matches!(kind, Kind::Disconnect(waits) if *waits == peer),
                || Ok(json!({})),
            );
            self.finish(
                |kind| match kind {
                    Kind::Identify(waits) => *waits == peer,
                    Kind::Ping { peer: waits, .. } => *waits == peer,
                    _ => false,
                },
                || Err("the connection was closed".into()),
            );
        }
    }

    pub fn dial_failed(&mut self, id: ConnectionId, error: &str) {
        self.finish(
            |kind| matches!(kind, Kind::Connect(waits) if *waits == id),
            || Err(error.into()),
        );
    }

    pub fn identified(&mut self, peer: PeerId, fields: Value) {
        self.finish(
            |kind| matches!(kind, Kind::Identify(waits) if *waits == peer),
            || Ok(fields.clone()),
        );
        self.identified.insert(peer, fields);
    }

    pub fn pinged(&mut self, from: PeerId, rtt: Duration) {
        let mut done = Vec::new();
        self.waiting.retain_mut(|waiting| {
            let Kind::Ping {
                peer,
                wanted,
                micros,
            } = &mut waiting.kind
            else {
                return true;
            };
            if *peer != from {
                return true;
            }
            micros.push(rtt.as_micros() as u64);
            if (micros.len() as u64) < *wanted {
                return true;
            }
            done.push((waiting.n.clone(), micros.clone()));
            false
        });
        for (n, micros) in done {
            answer(
                &n,
                Ok(json!({"rttMicros": micros.last(), "allRttMicros": micros})),
            );
        }
    }

    pub fn ping_failed(&mut self, from: PeerId, error: &str) {
        self.finish(
            |kind| matches!(kind, Kind::Ping { peer, .. } if *peer == from),
            || Err(error.into()),
        );
    }

    pub fn on_kad(&mut self, event: kad::Event, swarm: &mut Swarm<Behaviour>) {
        let kad::Event::OutboundQueryProgressed {
            id, result, step, ..
        } = event
        else {
            return;
        };
        let Some(at) = self
            .waiting
            .iter()
            .position(|w| matches!(&w.kind, Kind::Query { id: waits, .. } if *waits == id))
        else {
            return;
        };
        let Kind::Query { providers, .. } = &mut self.waiting[at].kind else {
            return;
        };
        if let QueryResult::GetProviders(Ok(kad::GetProvidersOk::FoundProviders {
            providers: found,
            ..
        })) = &result
        {
            providers.extend(found);
        }
        if let Some(outcome) = outcome(result, step.last, providers) {
            answer(&self.waiting[at].n, outcome);
            self.waiting.remove(at);
            if let Some(mut query) = swarm
                .behaviour_mut()
                .kad
                .as_mut()
                .and_then(|kad| kad.query_mut(&id))
            {
                query.finish();
            }
        }
    }

    /// Answers what waited too long.
    pub fn expire(&mut self) {
        let now = Instant::now();
        self.waiting.retain(|waiting| {
            if waiting.until > now {
                return true;
            }
            answer(&waiting.n, Err("not answered in time".into()));
            false
        });
    }

    fn finish(
        &mut self,
        matches: impl Fn(&Kind) -> bool,
        outcome: impl Fn() -> Result<Value, Failure>,
    ) {
        self.waiting.retain(|waiting| {
            if !matches(&waiting.kind) {
                return true;
            }
            answer(&waiting.n, outcome());
            false
        });
    }
}

enum Started {
    Answered(Value),
    Waits(Kind),
}

fn start_kad(
    name: &str,
    command: &Value,
    swarm: &mut Swarm<Behaviour>,
) -> Result<Started, Failure> {
    let known = ["find-node", "put", "get", "provide", "findprovs", "table"];
    if !known.contains(&name) {
        return Err(format!("unknown command {name}").into());
    }
    let kad = swarm
        .behaviour_mut()
        .kad
        .as_mut()
        .ok_or("this command needs --kad")?;
    let id = match name {
        "table" => {
            let ids: Vec<String> = kad
                .kbuckets()
                .flat_map(|bucket| {
                    bucket
                        .iter()
                        .map(|e| e.node.key.preimage().to_string())
                        .collect::<Vec<_>>()
                })
                .collect();
            return Ok(Started::Answered(json!({"peers": ids})));
        }
        "find-node" => kad.get_closest_peers(bytes(command, "key")?),
        "put" => {
            let record = kad::Record::new(bytes(command, "key")?, bytes(command, "value")?);
            kad.put_record(record, kad::Quorum::One)?
        }
        "get" => kad.get_record(kad::RecordKey::new(&bytes(command, "key")?)),
        "provide" => {
            let key = wire::cid_multihash(text(command, "cid")?)?;
            kad.start_providing(kad::RecordKey::new(&key))?
        }
        _ => {
            let key = wire::cid_multihash(text(command, "cid")?)?;
            kad.get_providers(kad::RecordKey::new(&key))
        }
    };
    Ok(Started::Waits(Kind::Query {
        id,
        providers: HashSet::new(),
    }))
}

/// What a step of a query means for the command that started it: nothing yet, or its answer.
fn outcome(
    result: QueryResult,
    last: bool,
    providers: &HashSet<PeerId>,
) -> Option<Result<Value, Failure>> {
    match result {
        QueryResult::GetClosestPeers(Ok(found)) => Some(Ok(closest(&found.peers))),
        QueryResult::GetClosestPeers(Err(error)) => Some(Err(error.into())),
        QueryResult::PutRecord(Ok(_)) => Some(Ok(json!({}))),
        QueryResult::PutRecord(Err(error)) => Some(Err(error.into())),
        QueryResult::GetRecord(Ok(kad::GetRecordOk::FoundRecord(found))) => {
            Some(Ok(json!({"value": BASE64.encode(&found.record.value)})))
        }
        QueryResult::GetRecord(Ok(_)) if last => Some(Err("the record was not found".into())),
        QueryResult::GetRecord(Err(error)) => Some(Err(error.into())),
        QueryResult::StartProviding(Ok(_)) => Some(Ok(json!({}))),
        QueryResult::StartProviding(Err(error)) => Some(Err(error.into())),
        QueryResult::GetProviders(Err(error)) => Some(Err(error.into())),
        QueryResult::GetProviders(Ok(_)) if last => {
            let list: Vec<Value> = providers
                .iter()
                .map(|id| json!({"id": id.to_string(), "addrs": []}))
                .collect();
            Some(Ok(json!({"peers": list})))
        }
        _ => None,
    }
}

fn closest(peers: &[kad::PeerInfo]) -> Value {
    let list: Vec<Value> = peers
        .iter()
        .map(|info| {
            let addrs: Vec<String> = info.addrs.iter().map(ToString::to_string).collect();
            json!({"id": info.peer_id.to_string(), "addrs": addrs})
        })
        .collect();
    json!({"peers": list})
}

fn answer(n: &Value, outcome: Result<Value, Failure>) {
    let mut object = match outcome {
        Ok(mut fields) => {
            fields["ok"] = json!(true);
            fields
        }
        Err(failure) => json!({"ok": false, "error": failure.to_string()}),
    };
    object["event"] = json!("answer");
    object["n"] = n.clone();
    print(object);
}

fn text<'a>(command: &'a Value, name: &str) -> Result<&'a str, Failure> {
    command[name]
        .as_str()
        .ok_or_else(|| format!("{name} is missing").into())
}

fn bytes(command: &Value, name: &str) -> Result<Vec<u8>, Failure> {
    Ok(BASE64.decode(text(command, name)?)?)
}

fn peer(command: &Value) -> Result<PeerId, Failure> {
    Ok(text(command, "peer")?.parse()?)
}
