//! The peer itself: a swarm with exactly one security protocol, and its event loop.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures::StreamExt;
use libp2p::core::muxing::StreamMuxerBox;
use libp2p::core::transport::Boxed;
use libp2p::core::upgrade::Version;
use libp2p::core::{ConnectedPoint, Transport};
use libp2p::identity::Keypair;
use libp2p::kad::store::MemoryStore;
use libp2p::swarm::behaviour::toggle::Toggle;
use libp2p::swarm::{NetworkBehaviour, SwarmEvent};
use libp2p::{
    Multiaddr, PeerId, StreamProtocol, Swarm, identify, kad, noise, ping, tcp, tls, yamux,
};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::arguments::Arguments;
use crate::commands::Commands;
use crate::{Failure, print};

const AGENT: &str = "trustnet-interop/rust-peer";
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(15);
/// Long enough that the swarm never closes an idle connection by itself.
const IDLE_TIMEOUT: Duration = Duration::from_secs(3600);
/// The ping behaviour has no ping on request, so it pings often and `ping` waits for the next answers.
const PING_INTERVAL: Duration = Duration::from_secs(1);
const KAD_QUERY_TIMEOUT: Duration = Duration::from_secs(20);
const TICK: Duration = Duration::from_millis(200);

pub struct Settings {
    key: Keypair,
    security: String,
    listen: Multiaddr,
    kad: Option<StreamProtocol>,
    kad_mode: kad::Mode,
    signed_record: bool,
}

impl Settings {
    pub fn from(arguments: &Arguments) -> Result<Self, Failure> {
        let key = match arguments.text("seed") {
            None => Keypair::generate_ed25519(),
            Some(text) => Keypair::ed25519_from_bytes(seed(text)?)?,
        };
        let kad = arguments
            .text("kad")
            .map(|name| StreamProtocol::try_from_owned(name.to_owned()));
        let kad_mode = match arguments.text("kad-mode").unwrap_or("server") {
            "server" => kad::Mode::Server,
            "client" => kad::Mode::Client,
            _ => return Err("--kad-mode must be server or client".into()),
        };
        // rust-libp2p signs with the domain of RFC 0003, at which js-libp2p gives up on identify.
        let signed_record = match arguments.text("signed-record").unwrap_or("none") {
            "none" => false,
            "legacy" => true,
            _ => return Err("--signed-record must be none or legacy".into()),
        };
        Ok(Self {
            key,
            security: arguments.required("security")?.to_owned(),
            listen: arguments
                .text("listen")
                .unwrap_or("/ip4/127.0.0.1/tcp/0")
                .parse()?,
            kad: kad.transpose()?,
            kad_mode,
            signed_record,
        })
    }
}

fn seed(text: &str) -> Result<Vec<u8>, Failure> {
    if text.len() != 64 || !text.is_ascii() {
        return Err("--seed must be 64 hex digits".into());
    }
    (0..32)
        .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16))
        .collect::<Result<_, _>>()
        .map_err(|_| "--seed must be 64 hex digits".into())
}

#[derive(NetworkBehaviour)]
pub struct Behaviour {
    pub identify: identify::Behaviour,
    pub ping: ping::Behaviour,
    pub kad: Toggle<kad::Behaviour<MemoryStore>>,
}

fn transport(settings: &Settings) -> Result<Boxed<(PeerId, StreamMuxerBox)>, Failure> {
    let tcp = tcp::tokio::Transport::new(tcp::Config::default().nodelay(true));
    let upgrade = tcp.upgrade(Version::V1Lazy);
    let muxer = yamux::Config::default();
    match settings.security.as_str() {
        "noise" => Ok(upgrade
            .authenticate(noise::Config::new(&settings.key)?)
            .multiplex(muxer)
            .timeout(HANDSHAKE_TIMEOUT)
            .boxed()),
        "tls" => Ok(upgrade
            .authenticate(tls::Config::new(&settings.key)?)
            .multiplex(muxer)
            .timeout(HANDSHAKE_TIMEOUT)
            .boxed()),
        _ => Err("--security must be noise or tls".into()),
    }
}

fn behaviour(settings: &Settings) -> Behaviour {
    let id = settings.key.public().to_peer_id();
    let kad = settings.kad.clone().map(|name| {
        let mut config = kad::Config::new(name);
        config.set_query_timeout(KAD_QUERY_TIMEOUT);
        let mut kad = kad::Behaviour::with_config(id, MemoryStore::new(id), config);
        kad.set_mode(Some(settings.kad_mode));
        kad
    });
    let version = "ipfs/0.1.0".to_owned();
    let identify = if settings.signed_record {
        identify::Config::new_with_signed_peer_record(version, &settings.key)
    } else {
        identify::Config::new(version, settings.key.public())
    };
    let identify = identify.with_agent_version(AGENT.into());
    Behaviour {
        identify: identify::Behaviour::new(identify),
        ping: ping::Behaviour::new(ping::Config::new().with_interval(PING_INTERVAL)),
        kad: kad.into(),
    }
}

pub async fn run(settings: Settings) -> Result<(), Failure> {
    let id = settings.key.public().to_peer_id();
    let config =
        libp2p::swarm::Config::with_tokio_executor().with_idle_connection_timeout(IDLE_TIMEOUT);
    let mut swarm = Swarm::new(transport(&settings)?, behaviour(&settings), id, config);
    swarm.listen_on(settings.listen.clone())?;
    let mut commands = Commands::new(settings.kad.clone());
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut tick = tokio::time::interval(TICK);
    let mut ready = false;
    loop {
        tokio::select! {
            event = swarm.select_next_some() => {
                if let SwarmEvent::NewListenAddr { address, .. } = &event && !ready {
                    ready = true;
                    let address = format!("{address}/p2p/{id}");
                    print(json!({"event": "ready", "id": id.to_string(), "addrs": [address]}));
                }
                on_event(event, &mut swarm, &mut commands);
            }
            line = lines.next_line() => match line? {
                None => return Ok(()),
                Some(line) if line.trim().is_empty() => {}
                Some(line) => {
                    if commands.run(&line, &mut swarm) {
                        return Ok(());
                    }
                }
            },
            _ = tick.tick() => commands.expire(),
        }
    }
}

fn on_event(
    event: SwarmEvent<BehaviourEvent>,
    swarm: &mut Swarm<Behaviour>,
    commands: &mut Commands,
) {
    match event {
        SwarmEvent::ConnectionEstablished {
            peer_id,
            connection_id,
            endpoint,
            ..
        } => {
            let (direction, addr) = side(&endpoint);
            commands.connected(connection_id, peer_id, direction, &addr);
            print(json!({"event": "connected", "peer": peer_id.to_string(),
                "direction": direction, "addr": addr}));
        }
        SwarmEvent::ConnectionClosed {
            peer_id,
            connection_id,
            num_established,
            cause,
            ..
        } => {
            commands.disconnected(connection_id, peer_id, num_established == 0);
            print(json!({"event": "disconnected", "peer": peer_id.to_string(),
                "left": num_established, "cause": cause.map(|c| c.to_string())}));
        }
        SwarmEvent::OutgoingConnectionError {
            connection_id,
            error,
            ..
        } => {
            commands.dial_failed(connection_id, &causes(&error));
        }
        SwarmEvent::IncomingConnectionError { error, .. } => {
            print(json!({"event": "inbound-failed", "error": causes(&error)}));
        }
        SwarmEvent::Behaviour(BehaviourEvent::Identify(event)) => {
            on_identify(event, swarm, commands)
        }
        SwarmEvent::Behaviour(BehaviourEvent::Ping(event)) => match event.result {
            Ok(rtt) => commands.pinged(event.peer, rtt),
            Err(error) => commands.ping_failed(event.peer, &causes(&error)),
        },
        SwarmEvent::Behaviour(BehaviourEvent::Kad(event)) => commands.on_kad(event, swarm),
        _ => {}
    }
}

/// An error and everything that caused it, in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    text
}

fn side(endpoint: &ConnectedPoint) -> (&'static str, String) {
    match endpoint {
        ConnectedPoint::Dialer { address, .. } => ("outbound", address.to_string()),
        ConnectedPoint::Listener { send_back_addr, .. } => ("inbound", send_back_addr.to_string()),
    }
}

fn on_identify(event: identify::Event, swarm: &mut Swarm<Behaviour>, commands: &mut Commands) {
    match event {
        identify::Event::Received { peer_id, info, .. } => {
            // rust-libp2p leaves it to the program to tell Kademlia the addresses of a server.
            let serves = |name: &StreamProtocol| info.protocols.contains(name);
            if commands.kad_name().is_some_and(serves)
                && let Some(kad) = swarm.behaviour_mut().kad.as_mut()
            {
                for addr in &info.listen_addrs {
                    kad.add_address(&peer_id, addr.clone());
                }
            }
            let fields = identify_fields(&info);
            let mut event = fields.clone();
            event["event"] = json!("identified");
            event["peer"] = json!(peer_id.to_string());
            print(event);
            commands.identified(peer_id, fields);
        }
        identify::Event::Error { peer_id, error, .. } => {
            print(
                json!({"event": "identify-failed", "peer": peer_id.to_string(),
                "error": causes(&error)}),
            );
        }
        identify::Event::Sent { .. } | identify::Event::Pushed { .. } => {}
    }
}

fn identify_fields(info: &identify::Info) -> Value {
    json!({
        "agent": info.agent_version,
        "protocolVersion": info.protocol_version,
        "protocols": info.protocols.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "listenAddrs": info.listen_addrs.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "observedAddr": info.observed_addr.to_string(),
        "publicKey": BASE64.encode(info.public_key.encode_protobuf()),
        "signedPeerRecord": info.signed_peer_record.is_some(),
    })
}
