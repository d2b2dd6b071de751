package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/ipfs/boxo/bitswap"
	"github.com/ipfs/boxo/bitswap/message"
	bspb "github.com/ipfs/boxo/bitswap/message/pb"
	"github.com/ipfs/boxo/bitswap/network/bsnet"
	"github.com/ipfs/boxo/blockservice"
	"github.com/ipfs/boxo/blockstore"
	"github.com/ipfs/boxo/ipld/merkledag"
	unixfsio "github.com/ipfs/boxo/ipld/unixfs/io"
	blocks "github.com/ipfs/go-block-format"
	"github.com/ipfs/go-cid"
	"github.com/ipfs/go-datastore"
	dssync "github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-msgio"
	mh "github.com/multiformats/go-multihash"
)

// maxFileBytes bounds what bitswap-get reads of one file.
const maxFileBytes = 256 << 20

var bitswapProtocols = []protocol.ID{
	"/ipfs/bitswap/1.2.0", "/ipfs/bitswap/1.1.0", "/ipfs/bitswap/1.0.0", "/ipfs/bitswap",
}

// bitswapNode is boxo's Bitswap over an empty block store in memory. It starts with the host, since it
// only learns of connections that are made later.
type bitswapNode struct {
	host     host.Host
	out      *printer
	store    blockstore.Blockstore
	exchange *bitswap.Bitswap
	service  blockservice.BlockService
}

func newBitswap(ctx context.Context, h host.Host, out *printer) *bitswapNode {
	store := blockstore.NewBlockstore(dssync.MutexWrap(datastore.NewMapDatastore()))
	net := bsnet.NewFromIpfsHost(h)
	exchange := bitswap.New(ctx, net, nil, store)
	net.Start(exchange)
	return &bitswapNode{
		host: h, out: out, store: store, exchange: exchange, service: blockservice.New(store, exchange),
	}
}

// bitswapGet fetches a block, or with file:true a whole UnixFS file, from peers that are connected.
func (p *peerNode) bitswapGet(ctx context.Context, c command) (object, error) {
	id, err := cid.Decode(c.Cid)
	if err != nil {
		return nil, err
	}
	if c.Peer != "" {
		from, err := peer.Decode(c.Peer)
		if err != nil {
			return nil, err
		}
		if p.host.Network().Connectedness(from) != network.Connected {
			return nil, errors.New("not connected to the peer")
		}
	}
	if c.File {
		return p.bitswap.file(ctx, id)
	}
	block, err := p.bitswap.service.GetBlock(ctx, id)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(block.RawData())
	return object{"bytes": len(block.RawData()), "sha256": hex.EncodeToString(sum[:])}, nil
}

func (b *bitswapNode) file(ctx context.Context, id cid.Cid) (object, error) {
	getter := merkledag.NewSession(ctx, merkledag.NewDAGService(b.service))
	root, err := getter.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	reader, err := unixfsio.NewDagReader(ctx, root, getter)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	bytes, err := io.Copy(sum, io.LimitReader(reader, maxFileBytes+1))
	if err != nil {
		return nil, err
	}
	if bytes > maxFileBytes {
		return nil, fmt.Errorf("the file is longer than %d bytes", maxFileBytes)
	}
	return object{"bytes": bytes, "sha256": hex.EncodeToString(sum.Sum(nil))}, nil
}

var codecs = map[string]uint64{"": cid.Raw, "raw": cid.Raw, "dag-pb": cid.DagProtobuf}

// bitswapServe serves a block, or with corrupt:true answers every WANT with wrong bytes from now on.
func (p *peerNode) bitswapServe(ctx context.Context, c command) (object, error) {
	data, err := base64.StdEncoding.DecodeString(c.Block)
	if err != nil {
		return nil, fmt.Errorf("block: %w", err)
	}
	codec, known := codecs[c.Codec]
	if !known {
		return nil, errors.New("codec must be raw or dag-pb")
	}
	hash, err := mh.Sum(data, mh.SHA2_256, -1)
	if err != nil {
		return nil, err
	}
	id := cid.NewCidV1(codec, hash)
	if c.Corrupt {
		p.bitswap.corrupt(data)
		return object{"cid": id.String(), "corrupt": true}, nil
	}
	block, err := blocks.NewBlockWithCid(data, id)
	if err != nil {
		return nil, err
	}
	if err := p.bitswap.service.AddBlock(ctx, block); err != nil {
		return nil, err
	}
	return object{"cid": id.String(), "corrupt": false}, nil
}

// corrupt replaces boxo's server by a hand-written one that lies.
func (b *bitswapNode) corrupt(data []byte) {
	wrong := slices.Clone(data)
	if len(wrong) == 0 {
		wrong = []byte("wrong")
	} else {
		wrong[0] ^= 1
	}
	for _, proto := range bitswapProtocols {
		b.host.SetStreamHandler(proto, func(s network.Stream) { b.lie(s, wrong) })
	}
	// Streams that are open still belong to boxo; whoever uses one opens another.
	for _, conn := range b.host.Network().Conns() {
		for _, stream := range conn.GetStreams() {
			if slices.Contains(bitswapProtocols, stream.Protocol()) {
				_ = stream.Reset()
			}
		}
	}
}

func (b *bitswapNode) lie(s network.Stream, wrong []byte) {
	defer s.Close()
	reader := msgio.NewVarintReaderSize(s, network.MessageSizeMax)
	for {
		received, _, err := message.FromMsgReader(reader)
		if err != nil {
			return
		}
		reply := message.New(false)
		for _, entry := range received.Wantlist() {
			if entry.Cancel {
				continue
			}
			b.out.print(object{
				"event": "bitswap-lie", "peer": s.Conn().RemotePeer().String(),
				"cid": entry.Cid.String(), "want": entry.WantType.String(),
			})
			if entry.WantType == bspb.Message_Wantlist_Have {
				reply.AddHave(entry.Cid)
				continue
			}
			// The wire carries only the CID's prefix and the bytes, so this is a block of another CID.
			if block, err := blocks.NewBlockWithCid(wrong, entry.Cid); err == nil {
				reply.AddBlock(block)
			}
		}
		if !reply.Empty() {
			go b.send(s.Conn().RemotePeer(), reply)
		}
	}
}

func (b *bitswapNode) send(to peer.ID, reply message.BitSwapMessage) {
	ctx, cancel := context.WithTimeout(context.Background(), replayTimeout)
	defer cancel()
	stream, err := b.host.NewStream(network.WithNoDial(ctx, "interop"), to, bitswapProtocols...)
	if err != nil {
		b.out.print(object{"event": "bitswap-lie-failed", "peer": to.String(), "error": err.Error()})
		return
	}
	if err := reply.ToNetV1(stream); err != nil {
		_ = stream.Reset()
		return
	}
	_ = stream.Close()
}

// bitswapLedger says what boxo counted with a peer.
func (p *peerNode) bitswapLedger(_ context.Context, c command) (object, error) {
	id, err := peer.Decode(c.Peer)
	if err != nil {
		return nil, err
	}
	ledger := p.bitswap.exchange.LedgerForPeer(id)
	if ledger == nil {
		return nil, errors.New("no ledger for this peer")
	}
	return object{"sent": ledger.Sent, "received": ledger.Recv, "exchanged": ledger.Exchanged}, nil
}
