//! Many idle connections to one target, each with an identity of its own, without a swarm: TCP,
//! multistream-select, Noise or TLS and Yamux of rust-libp2p, and identify both ways.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use futures::future::poll_fn;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt, stream};
use libp2p::core::muxing::{StreamMuxerBox, StreamMuxerExt, SubstreamBox};
use libp2p::core::upgrade::OutboundConnectionUpgrade;
use libp2p::identity::{Keypair, PublicKey};
use libp2p::multiaddr::Protocol;
use libp2p::{Multiaddr, PeerId, noise, tcp, tls, yamux};
use multistream_select::{Version, dialer_select_proto, listener_select_proto};
use serde_json::json;
use tokio::net::TcpSocket;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::arguments::Arguments;
use crate::{Failure, print, wire};

const AGENT: &str = "trustnet-interop/rust-peer-idle";
const IDENTIFY: &str = "/ipfs/id/1.0.0";
const PING: &str = "/ipfs/ping/1.0.0";
const INBOUND: [&str; 2] = [IDENTIFY, PING];
const PING_BYTES: usize = 32;
const CONNECTIONS_PER_SOURCE: usize = 8;
/// How many handshakes, and later how many FIND_NODEs, run at the same time.
const PARALLEL: usize = 16;
const OPEN_TIMEOUT: Duration = Duration::from_secs(60);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
const MAX_IDENTIFY: usize = 8 << 10;
const MAX_REPLY: usize = 64 << 10;
/// Errors that are printed; the others are only counted.
const MAX_ERRORS: usize = 10;
const MAX_INBOUND_STREAMS: usize = 8;

pub struct Settings {
    target: SocketAddr,
    target_id: PeerId,
    noise: usize,
    tls: usize,
    hold: Duration,
    kad: String,
}

impl Settings {
    pub fn from(arguments: &Arguments) -> Result<Self, Failure> {
        let addr: Multiaddr = arguments.required("target")?.parse()?;
        let parts: Vec<Protocol> = addr.iter().collect();
        let [Protocol::Ip4(ip), Protocol::Tcp(port), Protocol::P2p(id)] = parts[..] else {
            return Err("--target must be /ip4/A/tcp/N/p2p/ID".into());
        };
        Ok(Self {
            target: SocketAddr::new(IpAddr::V4(ip), port),
            target_id: id,
            noise: arguments.number("noise", 0)? as usize,
            tls: arguments.number("tls", 0)? as usize,
            hold: Duration::from_secs(arguments.number("hold-seconds", 60)?),
            kad: arguments
                .text("kad")
                .unwrap_or("/ipfs/kad/1.0.0")
                .to_owned(),
        })
    }
}

#[derive(Clone, Copy)]
enum Security {
    Noise,
    Tls,
}

/// One open connection; dropping it closes the connection.
struct Link {
    opens: mpsc::Sender<oneshot::Sender<std::io::Result<SubstreamBox>>>,
}

pub async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    let settings = Arc::new(settings);
    let wanted = settings.noise + settings.tls;
    // Each connection is one file; the usual soft limit is too low for a thousand.
    rlimit::increase_nofile_limit(wanted as u64 + 256)?;
    let lost = Arc::new(AtomicUsize::new(0));

    let results: Vec<Result<Link, Failure>> = stream::iter(0..wanted)
        .map(|index| {
            let (settings, lost) = (settings.clone(), lost.clone());
            async move { open(&settings, index, lost).await }
        })
        .buffered(PARALLEL)
        .collect()
        .await;
    let (links, errors) = split(results);
    print(
        json!({"event": "up", "count": links.len(), "noise": settings.noise, "tls": settings.tls,
        "sources": wanted.div_ceil(CONNECTIONS_PER_SOURCE), "errors": errors}),
    );

    tokio::time::sleep(settings.hold).await;
    let lost_while_idle = lost.load(Ordering::Relaxed);

    let answers: Vec<Result<usize, Failure>> = stream::iter(&links)
        .map(|link| find_node(link, &settings))
        .buffered(PARALLEL)
        .collect()
        .await;
    let (counts, errors) = split(answers);
    print(
        json!({"event": "answered", "count": counts.len(), "closer_min": counts.iter().min(),
        "lost": lost_while_idle, "errors": errors}),
    );

    let fresh = match open(&settings, wanted, lost).await {
        Ok(link) => find_node(&link, &settings).await,
        Err(failure) => Err(failure),
    };
    match &fresh {
        Ok(closer) => print(json!({"event": "fresh", "ok": true, "closer": closer})),
        Err(failure) => {
            print(json!({"event": "fresh", "ok": false, "error": failure.to_string()}));
        }
    }
    let all = counts.len() == wanted && fresh.is_ok();
    Ok(if all {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn split<T>(results: Vec<Result<T, Failure>>) -> (Vec<T>, Vec<String>) {
    let mut good = Vec::new();
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(failure) if errors.len() < MAX_ERRORS => errors.push(failure.to_string()),
            Err(_) => {}
        }
    }
    (good, errors)
}

async fn open(settings: &Settings, index: usize, lost: Arc<AtomicUsize>) -> Result<Link, Failure> {
    // The one after the last is the fresh one: Noise unless only TLS is asked for.
    let noise =
        index < settings.noise || (index >= settings.noise + settings.tls && settings.noise > 0);
    let security = if noise {
        Security::Noise
    } else {
        Security::Tls
    };
    match timeout(OPEN_TIMEOUT, connect(settings, index, security, lost)).await {
        Ok(Ok(link)) => Ok(link),
        Ok(Err(failure)) => Err(format!("connection {index}: {failure}").into()),
        Err(_) => Err(format!("connection {index}: not up in time").into()),
    }
}

async fn connect(
    settings: &Settings,
    index: usize,
    security: Security,
    lost: Arc<AtomicUsize>,
) -> Result<Link, Failure> {
    let key = Keypair::generate_ed25519();
    let socket = TcpSocket::new_v4()?;
    if settings.target.ip().is_loopback() {
        socket.bind(SocketAddr::new(IpAddr::V4(source(index)), 0))?;
    }
    let tcp = socket.connect(settings.target).await?;
    tcp.set_nodelay(true)?;
    let (remote, muxer) = upgrade(tcp::tokio::TcpStream(tcp), &key, security).await?;
    if remote != settings.target_id {
        return Err(format!("the target is {remote}").into());
    }
    let (opens, requests) = mpsc::channel(1);
    let (answered, identified) = oneshot::channel();
    let public = key.public();
    tokio::spawn(async move {
        if drive(muxer, requests, public, answered).await.is_err() {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    });
    let link = Link { opens };
    read_identify(&link, settings.target_id).await?;
    identified
        .await
        .map_err(|_| "the target closed before it asked who we are")?;
    Ok(link)
}

/// 127.x.y.z, another one for every eight connections.
fn source(index: usize) -> Ipv4Addr {
    let number = index / CONNECTIONS_PER_SOURCE;
    let third = (number / 250 % 250) as u8;
    Ipv4Addr::new(127, 10, third, 1 + (number % 250) as u8)
}

async fn upgrade(
    tcp: tcp::tokio::TcpStream,
    key: &Keypair,
    security: Security,
) -> Result<(PeerId, StreamMuxerBox), Failure> {
    match security {
        Security::Noise => {
            let (name, io) = dialer_select_proto(tcp, ["/noise"], Version::V1).await?;
            let (id, io) = noise::Config::new(key)?.upgrade_outbound(io, name).await?;
            Ok((id, muxer(io).await?))
        }
        Security::Tls => {
            let (name, io) = dialer_select_proto(tcp, ["/tls/1.0.0"], Version::V1).await?;
            let (id, io) = tls::Config::new(key)?.upgrade_outbound(io, name).await?;
            Ok((id, muxer(io).await?))
        }
    }
}

async fn muxer<S>(io: S) -> Result<StreamMuxerBox, Failure>
where
    S: futures::AsyncRead + futures::AsyncWrite + Send + Unpin + 'static,
{
    let (name, io) = dialer_select_proto(io, ["/yamux/1.0.0"], Version::V1).await?;
    let muxer = yamux::Config::default().upgrade_outbound(io, name).await?;
    Ok(StreamMuxerBox::new(muxer))
}

enum Step {
    Opened(std::io::Result<SubstreamBox>),
    Inbound(SubstreamBox),
    Closed,
}

/// Moves one connection until its `Link` is dropped (fine) or the target closes it (an error).
async fn drive(
    mut muxer: StreamMuxerBox,
    mut requests: mpsc::Receiver<oneshot::Sender<std::io::Result<SubstreamBox>>>,
    public: PublicKey,
    answered: oneshot::Sender<()>,
) -> Result<(), Failure> {
    let mut asked: Option<oneshot::Sender<std::io::Result<SubstreamBox>>> = None;
    let mut answered = Some(answered);
    let (told, mut tells) = mpsc::channel::<()>(MAX_INBOUND_STREAMS);
    let slots = Arc::new(tokio::sync::Semaphore::new(MAX_INBOUND_STREAMS));
    loop {
        let step = poll_fn(|cx| {
            if asked.is_none() {
                match requests.poll_recv(cx) {
                    Poll::Ready(None) => return Poll::Ready(Ok(Step::Closed)),
                    Poll::Ready(some) => asked = some,
                    Poll::Pending => {}
                }
            }
            while let Poll::Ready(Some(())) = tells.poll_recv(cx) {
                if let Some(answered) = answered.take() {
                    let _ = answered.send(());
                }
            }
            if asked.is_some()
                && let Poll::Ready(opened) = muxer.poll_outbound_unpin(cx)
            {
                return Poll::Ready(Ok(Step::Opened(opened)));
            }
            if let Poll::Ready(inbound) = muxer.poll_inbound_unpin(cx) {
                return Poll::Ready(inbound.map(Step::Inbound));
            }
            while let Poll::Ready(event) = muxer.poll_unpin(cx) {
                event?;
            }
            Poll::Pending
        })
        .await?;
        match step {
            Step::Closed => return Ok(()),
            Step::Opened(stream) => {
                if let Some(asked) = asked.take() {
                    let _ = asked.send(stream);
                }
            }
            Step::Inbound(stream) => {
                let Ok(slot) = slots.clone().try_acquire_owned() else {
                    continue;
                };
                let (public, told) = (public.clone(), told.clone());
                tokio::spawn(async move {
                    let _slot = slot;
                    // A stream that fails is the target's loss: its own side reports it.
                    let _ = serve(stream, public, told).await;
                });
            }
        }
    }
}

async fn serve(
    stream: SubstreamBox,
    public: PublicKey,
    told: mpsc::Sender<()>,
) -> Result<(), Failure> {
    let (name, mut stream) = listener_select_proto(stream, INBOUND).await?;
    if name == PING {
        let mut bytes = [0; PING_BYTES];
        while stream.read_exact(&mut bytes).await.is_ok() {
            stream.write_all(&bytes).await?;
            stream.flush().await?;
        }
        return Ok(());
    }
    let message = wire::identify_message(&public.encode_protobuf(), AGENT, &INBOUND);
    wire::write_message(&mut stream, &message).await?;
    stream.close().await?;
    told.send(()).await?;
    Ok(())
}

async fn open_stream(
    link: &Link,
    name: &str,
) -> Result<multistream_select::Negotiated<SubstreamBox>, Failure> {
    let (asked, opened) = oneshot::channel();
    link.opens
        .send(asked)
        .await
        .map_err(|_| "the connection was closed")?;
    let stream = opened.await.map_err(|_| "the connection was closed")??;
    let (_, stream) = dialer_select_proto(stream, [name], Version::V1).await?;
    Ok(stream)
}

async fn read_identify(link: &Link, target: PeerId) -> Result<(), Failure> {
    let mut stream = open_stream(link, IDENTIFY).await?;
    let message = wire::read_message(&mut stream, MAX_IDENTIFY).await?;
    let key = PublicKey::try_decode_protobuf(&wire::identify_public_key(&message)?)?;
    if key.to_peer_id() != target {
        return Err("identify carries another public key".into());
    }
    let _ = stream.close().await;
    Ok(())
}

/// Asks the target for its own ID, which a server answers with at least itself.
async fn find_node(link: &Link, settings: &Settings) -> Result<usize, Failure> {
    let ask = async {
        let mut stream = open_stream(link, &settings.kad).await?;
        let message = wire::find_node_message(&settings.target_id.to_bytes());
        wire::write_message(&mut stream, &message).await?;
        let reply = wire::read_message(&mut stream, MAX_REPLY).await?;
        let _ = stream.close().await;
        wire::closer_peers(&reply)
    };
    match timeout(ANSWER_TIMEOUT, ask).await {
        Ok(result) => result,
        Err(_) => Err("FIND_NODE was not answered in time".into()),
    }
}
