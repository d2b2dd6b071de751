//! The few protobuf messages that the idle mode frames by hand, and CID text.

use std::io;

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::Failure;

const IDENTIFY_PUBLIC_KEY: u64 = 1;
const IDENTIFY_PROTOCOLS: u64 = 3;
const IDENTIFY_PROTOCOL_VERSION: u64 = 5;
const IDENTIFY_AGENT: u64 = 6;
const KAD_TYPE: u64 = 1;
const KAD_KEY: u64 = 2;
const KAD_CLOSER_PEERS: u64 = 8;
const KAD_FIND_NODE: u64 = 4;
const KAD_LEVEL: u64 = 10;
const BYTES: u64 = 2;
const VARINT: u64 = 0;

/// One field of a protobuf message.
pub enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

pub fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn write_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    write_varint(out, field << 3 | BYTES);
    write_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn write_number(out: &mut Vec<u8>, field: u64, value: u64) {
    write_varint(out, field << 3 | VARINT);
    write_varint(out, value);
}

fn read_varint(bytes: &mut &[u8]) -> Result<u64, Failure> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().ok_or("a varint is cut off")?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("a varint is longer than 64 bits".into())
}

/// The fields of a message in their order.
pub fn fields(mut bytes: &[u8]) -> Result<Vec<(u64, Field<'_>)>, Failure> {
    let mut result = Vec::new();
    while !bytes.is_empty() {
        let tag = read_varint(&mut bytes)?;
        let field = match tag & 7 {
            VARINT => Field::Number(read_varint(&mut bytes)?),
            BYTES => {
                let length = read_varint(&mut bytes)?;
                if length > bytes.len() as u64 {
                    return Err("a field is cut off".into());
                }
                let (value, rest) = bytes.split_at(length as usize);
                bytes = rest;
                Field::Bytes(value)
            }
            other => return Err(format!("wire type {other}").into()),
        };
        result.push((tag >> 3, field));
    }
    Ok(result)
}

pub fn identify_message(public_key: &[u8], agent: &str, protocols: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    write_bytes(&mut out, IDENTIFY_PUBLIC_KEY, public_key);
    for protocol in protocols {
        write_bytes(&mut out, IDENTIFY_PROTOCOLS, protocol.as_bytes());
    }
    write_bytes(&mut out, IDENTIFY_PROTOCOL_VERSION, b"ipfs/0.1.0");
    write_bytes(&mut out, IDENTIFY_AGENT, agent.as_bytes());
    out
}

/// The public key of an identify message.
pub fn identify_public_key(message: &[u8]) -> Result<Vec<u8>, Failure> {
    for (number, field) in fields(message)? {
        if let (IDENTIFY_PUBLIC_KEY, Field::Bytes(key)) = (number, field) {
            return Ok(key.to_vec());
        }
    }
    Err("identify without a public key".into())
}

pub fn find_node_message(key: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    write_number(&mut out, KAD_TYPE, KAD_FIND_NODE);
    write_bytes(&mut out, KAD_KEY, key);
    write_number(&mut out, KAD_LEVEL, 1);
    out
}

/// How many closer peers a FIND_NODE reply names.
pub fn closer_peers(reply: &[u8]) -> Result<usize, Failure> {
    let fields = fields(reply)?;
    let kind = fields
        .iter()
        .find_map(|(number, field)| match (*number, field) {
            (KAD_TYPE, Field::Number(value)) => Some(*value),
            _ => None,
        });
    if kind != Some(KAD_FIND_NODE) {
        return Err(format!("the reply to FIND_NODE has the type {kind:?}").into());
    }
    Ok(fields
        .iter()
        .filter(|(number, _)| *number == KAD_CLOSER_PEERS)
        .count())
}

pub async fn write_message<S: AsyncWrite + Unpin>(
    stream: &mut S,
    message: &[u8],
) -> io::Result<()> {
    let mut framed = Vec::with_capacity(message.len() + 3);
    write_varint(&mut framed, message.len() as u64);
    framed.extend_from_slice(message);
    stream.write_all(&framed).await?;
    stream.flush().await
}

pub async fn read_message<S: AsyncRead + Unpin>(
    stream: &mut S,
    limit: usize,
) -> io::Result<Vec<u8>> {
    let mut length = 0usize;
    let mut shift = 0;
    loop {
        let mut byte = [0u8];
        stream.read_exact(&mut byte).await?;
        length |= usize::from(byte[0] & 0x7f) << shift;
        if byte[0] & 0x80 == 0 {
            break;
        }
        shift += 7;
        if shift > 28 {
            return Err(io::Error::other("the length prefix is too long"));
        }
    }
    if length > limit {
        return Err(io::Error::other(format!("a message of {length} bytes")));
    }
    let mut message = vec![0; length];
    stream.read_exact(&mut message).await?;
    Ok(message)
}

/// The multihash of a CID in its text form.
pub fn cid_multihash(text: &str) -> Result<Vec<u8>, Failure> {
    if text.starts_with("Qm") && text.len() == 46 {
        return Ok(multibase::Base::Base58Btc.decode(text)?);
    }
    let (_, bytes) = multibase::decode(text)?;
    let mut rest = bytes.as_slice();
    if read_varint(&mut rest)? != 1 {
        return Err("not a CID of version 1".into());
    }
    read_varint(&mut rest)?;
    Ok(rest.to_vec())
}
