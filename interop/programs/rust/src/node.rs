//! The peer's event loop: commands come on stdin, events of the swarm go out.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures::StreamExt;
use libp2p::core::ConnectedPoint;
use libp2p::swarm::SwarmEvent;
use libp2p::{StreamProtocol, Swarm, identify};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::commands::Commands;
use crate::swarm::{self, Behaviour, BehaviourEvent, Settings};
use crate::{Failure, print};

const TICK: Duration = Duration::from_millis(200);

pub async fn run(settings: Settings) -> Result<(), Failure> {
    let mut swarm = swarm::listening(&settings)?;
    let id = *swarm.local_peer_id();
    let mut commands = Commands::new(settings.kad);
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
