//! What the peer is made of: a swarm with exactly one security protocol, identify, ping and Kademlia.

use std::time::Duration;

use libp2p::core::Transport;
use libp2p::core::muxing::StreamMuxerBox;
use libp2p::core::transport::Boxed;
use libp2p::core::upgrade::Version;
use libp2p::identity::Keypair;
use libp2p::kad::store::MemoryStore;
use libp2p::swarm::NetworkBehaviour;
use libp2p::swarm::behaviour::toggle::Toggle;
use libp2p::{
    Multiaddr, PeerId, StreamProtocol, Swarm, identify, kad, noise, ping, tcp, tls, yamux,
};

use crate::Failure;
use crate::arguments::Arguments;

const AGENT: &str = "trustnet-interop/rust-peer";
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(15);
/// Long enough that the swarm never closes an idle connection by itself.
const IDLE_TIMEOUT: Duration = Duration::from_secs(3600);
/// The ping behaviour has no ping on request, so it pings often and `ping` waits for the next answers.
const PING_INTERVAL: Duration = Duration::from_secs(1);
const KAD_QUERY_TIMEOUT: Duration = Duration::from_secs(20);

pub struct Settings {
    key: Keypair,
    security: String,
    listen: Multiaddr,
    /// The name of the DHT, if the peer takes part in one.
    pub kad: Option<StreamProtocol>,
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

/// A swarm that listens.
pub fn listening(settings: &Settings) -> Result<Swarm<Behaviour>, Failure> {
    let id = settings.key.public().to_peer_id();
    let config =
        libp2p::swarm::Config::with_tokio_executor().with_idle_connection_timeout(IDLE_TIMEOUT);
    let mut swarm = Swarm::new(transport(settings)?, behaviour(settings), id, config);
    swarm.listen_on(settings.listen.clone())?;
    Ok(swarm)
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
