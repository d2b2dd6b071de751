package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/ipfs/go-cid"
	dht "github.com/libp2p/go-libp2p-kad-dht"
	pb "github.com/libp2p/go-libp2p-kad-dht/pb"
	record "github.com/libp2p/go-libp2p-record"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-msgio/pbio"
)

const (
	kadSuffix = "/kad/1.0.0"
	// maxKadMessage is go-libp2p's network.MessageSizeMax.
	maxKadMessage    = network.MessageSizeMax
	maxProviders     = 20
	messagesFromPeer = "this command needs --kad"
)

func (p *peerNode) startKad(name, mode string) error {
	prefix, found := strings.CutSuffix(name, kadSuffix)
	if !found {
		return fmt.Errorf("--kad must end in %s", kadSuffix)
	}
	role := dht.ModeServer
	switch mode {
	case "server":
	case "client":
		role = dht.ModeClient
	default:
		return errors.New("--kad-mode must be server or client")
	}
	// No address, query or table filter and no diversity filter: the network is one loopback interface.
	kad, err := dht.New(p.host,
		dht.ProtocolPrefix(protocol.ID(prefix)),
		dht.Mode(role),
		dht.Validator(validators()),
	)
	if err != nil {
		return err
	}
	p.kad = kad
	p.kadName = protocol.ID(name)
	return nil
}

// oneStream sends each request on a stream of its own to exactly the peer that is named.
type oneStream struct {
	host  host.Host
	proto protocol.ID
}

func (o oneStream) SendRequest(ctx context.Context, id peer.ID, m *pb.Message) (*pb.Message, error) {
	stream, err := o.send(ctx, id, m)
	if err != nil {
		return nil, err
	}
	defer stream.Reset()
	reply := &pb.Message{}
	if err := pbio.NewDelimitedReader(stream, maxKadMessage).ReadMsg(reply); err != nil {
		return nil, err
	}
	return reply, nil
}

func (o oneStream) SendMessage(ctx context.Context, id peer.ID, m *pb.Message) error {
	stream, err := o.send(ctx, id, m)
	if err != nil {
		return err
	}
	return stream.Close()
}

func (o oneStream) send(ctx context.Context, id peer.ID, m *pb.Message) (network.Stream, error) {
	stream, err := o.host.NewStream(network.WithNoDial(ctx, "interop"), id, o.proto)
	if err != nil {
		return nil, err
	}
	if deadline, has := ctx.Deadline(); has {
		_ = stream.SetDeadline(deadline)
	}
	if err := pbio.NewDelimitedWriter(stream).WriteMsg(m); err != nil {
		_ = stream.Reset()
		return nil, err
	}
	return stream, nil
}

// direct is the messenger for commands that name the peer to ask.
func (p *peerNode) direct(peerText string) (*pb.ProtocolMessenger, peer.ID, error) {
	id, err := peer.Decode(peerText)
	if err != nil {
		return nil, "", err
	}
	messenger, err := pb.NewProtocolMessenger(oneStream{host: p.host, proto: p.kadName})
	return messenger, id, err
}

func (p *peerNode) findNode(ctx context.Context, c command) (object, error) {
	key, err := p.kadKey(c.KeyText)
	if err != nil {
		return nil, err
	}
	if c.Peer != "" {
		messenger, id, err := p.direct(c.Peer)
		if err != nil {
			return nil, err
		}
		found, err := messenger.GetClosestPeers(ctx, id, peer.ID(key))
		if err != nil {
			return nil, err
		}
		return object{"peers": infos(found)}, nil
	}
	ids, err := p.kad.GetClosestPeers(ctx, string(key))
	if err != nil {
		return nil, err
	}
	list := []object{}
	for _, id := range ids {
		list = append(list, object{"id": id.String(), "addrs": texts(p.host.Peerstore().Addrs(id))})
	}
	return object{"peers": list}, nil
}

func (p *peerNode) kadKey(text string) ([]byte, error) {
	if p.kad == nil {
		return nil, errors.New(messagesFromPeer)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	return key, nil
}

func infos(found []*peer.AddrInfo) []object {
	list := []object{}
	for _, info := range found {
		list = append(list, object{"id": info.ID.String(), "addrs": texts(info.Addrs)})
	}
	return list
}

func (p *peerNode) put(ctx context.Context, c command) (object, error) {
	key, err := p.kadKey(c.KeyText)
	if err != nil {
		return nil, err
	}
	value, err := base64.StdEncoding.DecodeString(c.Value)
	if err != nil {
		return nil, fmt.Errorf("value: %w", err)
	}
	if c.Peer == "" {
		return object{}, p.kad.PutValue(ctx, string(key), value)
	}
	messenger, id, err := p.direct(c.Peer)
	if err != nil {
		return nil, err
	}
	return object{}, messenger.PutValue(ctx, id, record.MakePutRecord(string(key), value))
}

func (p *peerNode) get(ctx context.Context, c command) (object, error) {
	key, err := p.kadKey(c.KeyText)
	if err != nil {
		return nil, err
	}
	if c.Peer == "" {
		value, err := p.kad.GetValue(ctx, string(key))
		if err != nil {
			return nil, err
		}
		return object{"value": base64.StdEncoding.EncodeToString(value)}, nil
	}
	messenger, id, err := p.direct(c.Peer)
	if err != nil {
		return nil, err
	}
	found, closer, err := messenger.GetValue(ctx, id, string(key))
	if err != nil {
		return nil, err
	}
	fields := object{"peers": infos(closer), "value": nil}
	if found != nil {
		fields["value"] = base64.StdEncoding.EncodeToString(found.GetValue())
	}
	return fields, nil
}

func (p *peerNode) provide(ctx context.Context, c command) (object, error) {
	id, err := p.kadCid(c)
	if err != nil {
		return nil, err
	}
	if c.Peer == "" {
		return object{}, p.kad.Provide(ctx, id, true)
	}
	messenger, to, err := p.direct(c.Peer)
	if err != nil {
		return nil, err
	}
	self := peer.AddrInfo{ID: p.host.ID(), Addrs: p.host.Addrs()}
	return object{}, messenger.PutProviderAddrs(ctx, to, id.Hash(), self)
}

func (p *peerNode) findProviders(ctx context.Context, c command) (object, error) {
	id, err := p.kadCid(c)
	if err != nil {
		return nil, err
	}
	if c.Peer != "" {
		messenger, from, err := p.direct(c.Peer)
		if err != nil {
			return nil, err
		}
		providers, _, err := messenger.GetProviders(ctx, from, id.Hash())
		if err != nil {
			return nil, err
		}
		return object{"peers": infos(providers)}, nil
	}
	list := []object{}
	for info := range p.kad.FindProvidersAsync(ctx, id, maxProviders) {
		list = append(list, object{"id": info.ID.String(), "addrs": texts(info.Addrs)})
	}
	return object{"peers": list}, nil
}

func (p *peerNode) kadCid(c command) (cid.Cid, error) {
	if p.kad == nil {
		return cid.Undef, errors.New(messagesFromPeer)
	}
	return cid.Decode(c.Cid)
}

// table says who is in the routing table.
func (p *peerNode) table(context.Context, command) (object, error) {
	if p.kad == nil {
		return nil, errors.New(messagesFromPeer)
	}
	ids := []string{}
	for _, id := range p.kad.RoutingTable().ListPeers() {
		ids = append(ids, id.String())
	}
	return object{"peers": ids}, nil
}
