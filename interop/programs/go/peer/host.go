package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p"
	dht "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/p2p/host/eventbus"
	"github.com/libp2p/go-libp2p/p2p/protocol/identify"
	identifypb "github.com/libp2p/go-libp2p/p2p/protocol/identify/pb"
	"github.com/libp2p/go-libp2p/p2p/protocol/ping"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	libp2ptls "github.com/libp2p/go-libp2p/p2p/security/tls"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
	"github.com/libp2p/go-msgio/pbio"
	ma "github.com/multiformats/go-multiaddr"
)

const (
	agent = "trustnet-interop/go-peer"
	// maxIdentifyPart is what go-libp2p itself accepts per identify message.
	maxIdentifyPart = 8 << 10
	// maxReplayBytes bounds what replay-stream reads back.
	maxReplayBytes = 64 << 10
	replayTimeout  = 5 * time.Second
	defaultPings   = 3
	maxPings       = 100
)

// peerNode is the running peer. The commands are its methods and run concurrently.
type peerNode struct {
	host    host.Host
	out     *printer
	kad     *dht.IpfsDHT
	kadName protocol.ID
	bitswap *bitswapNode

	mu         sync.Mutex
	identified map[peer.ID]event.EvtPeerIdentificationCompleted
	changed    chan struct{}
}

func newPeer(ctx context.Context, s settings, out *printer) (*peerNode, error) {
	key, err := identity(s.seedHex)
	if err != nil {
		return nil, err
	}
	var security libp2p.Option
	switch s.security {
	case "noise":
		security = libp2p.Security(noise.ID, noise.New)
	case "tls":
		security = libp2p.Security(libp2ptls.ID, libp2ptls.New)
	default:
		return nil, errors.New("--security must be noise or tls")
	}
	h, err := libp2p.New(
		libp2p.Identity(key),
		libp2p.ListenAddrStrings(s.listen),
		libp2p.Transport(tcp.NewTCPTransport),
		security,
		libp2p.UserAgent(agent),
		libp2p.ProtocolVersion("ipfs/0.1.0"),
		libp2p.DisableRelay(),
		libp2p.DisableMetrics(),
		libp2p.DisableIdentifyAddressDiscovery(),
		libp2p.ForceReachabilityPrivate(),
		libp2p.ResourceManager(&network.NullResourceManager{}),
	)
	if err != nil {
		return nil, err
	}
	p := &peerNode{
		host:       h,
		out:        out,
		identified: map[peer.ID]event.EvtPeerIdentificationCompleted{},
		changed:    make(chan struct{}),
	}
	if err := p.watch(ctx); err != nil {
		return nil, err
	}
	p.bitswap = newBitswap(ctx, h, out)
	if s.kad != "" {
		if err := p.startKad(s.kad, s.kadMode); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func identity(seedHex string) (crypto.PrivKey, error) {
	if seedHex == "" {
		key, _, err := crypto.GenerateKeyPair(crypto.Ed25519, -1)
		return key, err
	}
	seed, err := hex.DecodeString(seedHex)
	if err != nil || len(seed) != 32 {
		return nil, errors.New("--seed must be 64 hex digits")
	}
	key, _, err := crypto.GenerateEd25519Key(&seedReader{seed: seed})
	return key, err
}

// seedReader gives the seed to a key generator that takes it from a random source.
type seedReader struct{ seed []byte }

func (r *seedReader) Read(b []byte) (int, error) {
	if len(r.seed) == 0 {
		return 0, io.EOF
	}
	n := copy(b, r.seed)
	r.seed = r.seed[n:]
	return n, nil
}

func (p *peerNode) fullAddrs() []string {
	addrs := []string{}
	for _, a := range p.host.Addrs() {
		addrs = append(addrs, fmt.Sprintf("%s/p2p/%s", a, p.host.ID()))
	}
	return addrs
}

// watch prints what happens without a command.
func (p *peerNode) watch(ctx context.Context) error {
	p.host.Network().Notify(&network.NotifyBundle{
		ConnectedF: func(_ network.Network, c network.Conn) {
			state := c.ConnState()
			p.out.print(object{
				"event": "connected", "peer": c.RemotePeer().String(),
				"direction": direction(c), "addr": c.RemoteMultiaddr().String(),
				"security": string(state.Security), "muxer": string(state.StreamMultiplexer),
				"earlyMuxer": state.UsedEarlyMuxerNegotiation,
			})
		},
		DisconnectedF: func(n network.Network, c network.Conn) {
			p.out.print(object{
				"event": "disconnected", "peer": c.RemotePeer().String(),
				"left": len(n.ConnsToPeer(c.RemotePeer())),
			})
		},
	})
	events, err := p.host.EventBus().Subscribe(
		[]any{
			new(event.EvtPeerIdentificationCompleted),
			new(event.EvtPeerIdentificationFailed),
			new(event.EvtPeerProtocolsUpdated),
		},
		eventbus.BufSize(1024))
	if err != nil {
		return err
	}
	go func() {
		defer events.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-events.Out():
				p.onEvent(e)
			}
		}
	}()
	return nil
}

func (p *peerNode) onEvent(e any) {
	switch e := e.(type) {
	case event.EvtPeerIdentificationCompleted:
		p.mu.Lock()
		p.identified[e.Peer] = e
		close(p.changed)
		p.changed = make(chan struct{})
		p.mu.Unlock()
		o := identifyFields(e)
		o["event"] = "identified"
		o["peer"] = e.Peer.String()
		p.out.print(o)
	case event.EvtPeerIdentificationFailed:
		p.out.print(object{
			"event": "identify-failed", "peer": e.Peer.String(), "error": e.Reason.Error(),
		})
	case event.EvtPeerProtocolsUpdated:
		p.out.print(object{
			"event": "protocols-updated", "peer": e.Peer.String(), "added": e.Added, "removed": e.Removed,
		})
	}
}

func identifyFields(e event.EvtPeerIdentificationCompleted) object {
	observed := ""
	if e.ObservedAddr != nil {
		observed = e.ObservedAddr.String()
	}
	return object{
		"agent":            e.AgentVersion,
		"protocolVersion":  e.ProtocolVersion,
		"protocols":        e.Protocols,
		"listenAddrs":      texts(e.ListenAddrs),
		"observedAddr":     observed,
		"signedPeerRecord": e.SignedPeerRecord != nil,
	}
}

func texts(addrs []ma.Multiaddr) []string {
	result := []string{}
	for _, a := range addrs {
		result = append(result, a.String())
	}
	return result
}

func direction(c network.Conn) string {
	if c.Stat().Direction == network.DirInbound {
		return "inbound"
	}
	return "outbound"
}

func (p *peerNode) connect(ctx context.Context, c command) (object, error) {
	info, err := peer.AddrInfoFromString(c.Addr)
	if err != nil {
		return nil, err
	}
	if err := p.host.Connect(ctx, *info); err != nil {
		return nil, err
	}
	for _, conn := range p.host.Network().ConnsToPeer(info.ID) {
		state := conn.ConnState()
		return object{
			"peer": conn.RemotePeer().String(), "security": string(state.Security),
			"muxer": string(state.StreamMultiplexer), "earlyMuxer": state.UsedEarlyMuxerNegotiation,
		}, nil
	}
	return nil, errors.New("connected, but the connection is gone again")
}

// identify waits for go-libp2p's own identify result, then reads the raw messages once more, because the
// library does not tell which public key was in them.
func (p *peerNode) identify(ctx context.Context, c command) (object, error) {
	id, err := peer.Decode(c.Peer)
	if err != nil {
		return nil, err
	}
	e, err := p.awaitIdentified(ctx, id)
	if err != nil {
		return nil, err
	}
	fields := identifyFields(e)
	raw, err := p.rawIdentify(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("second identify: %w", err)
	}
	fields["publicKey"] = base64.StdEncoding.EncodeToString(raw.GetPublicKey())
	return fields, nil
}

func (p *peerNode) awaitIdentified(
	ctx context.Context, id peer.ID,
) (event.EvtPeerIdentificationCompleted, error) {
	for {
		p.mu.Lock()
		e, known := p.identified[id]
		changed := p.changed
		p.mu.Unlock()
		if known {
			return e, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return e, errors.New("not identified in time")
		}
	}
}

func (p *peerNode) rawIdentify(ctx context.Context, id peer.ID) (*identifypb.Identify, error) {
	stream, err := p.openConnected(ctx, id, identify.ID)
	if err != nil {
		return nil, err
	}
	defer stream.Reset()
	deadline, _ := ctx.Deadline()
	_ = stream.SetDeadline(deadline)
	_ = stream.CloseWrite()
	reader := pbio.NewDelimitedReader(stream, maxIdentifyPart)
	message := &identifypb.Identify{}
	if err := reader.ReadMsg(message); err != nil {
		return nil, err
	}
	return message, nil
}

// openConnected opens a stream on an existing connection; it never dials.
func (p *peerNode) openConnected(
	ctx context.Context, id peer.ID, proto protocol.ID,
) (network.Stream, error) {
	return p.host.NewStream(network.WithNoDial(ctx, "interop"), id, proto)
}

func (p *peerNode) ping(ctx context.Context, c command) (object, error) {
	id, err := peer.Decode(c.Peer)
	if err != nil {
		return nil, err
	}
	count := c.Count
	if count <= 0 {
		count = defaultPings
	}
	count = min(count, maxPings)
	ctx, cancel := context.WithCancel(network.WithNoDial(ctx, "interop"))
	defer cancel()
	results := ping.Ping(ctx, p.host, id)
	rtts := []int64{}
	for range count {
		result, open := <-results
		if !open {
			return nil, errors.New("ping stream ended")
		}
		if result.Error != nil {
			return nil, fmt.Errorf("ping %d: %w", len(rtts)+1, result.Error)
		}
		rtts = append(rtts, result.RTT.Microseconds())
	}
	return object{"rttMicros": rtts[len(rtts)-1], "allRttMicros": rtts}, nil
}

func (p *peerNode) connections(context.Context, command) (object, error) {
	list := []object{}
	for _, c := range p.host.Network().Conns() {
		list = append(list, object{
			"peer": c.RemotePeer().String(), "direction": direction(c),
			"addr": c.RemoteMultiaddr().String(), "security": string(c.ConnState().Security),
		})
	}
	return object{"connections": list}, nil
}

func (p *peerNode) disconnect(_ context.Context, c command) (object, error) {
	id, err := peer.Decode(c.Peer)
	if err != nil {
		return nil, err
	}
	return object{}, p.host.Network().ClosePeer(id)
}

// replayStream writes raw bytes after the protocol was agreed and reports what comes back.
func (p *peerNode) replayStream(ctx context.Context, c command) (object, error) {
	id, err := peer.Decode(c.Peer)
	if err != nil {
		return nil, err
	}
	data, err := hex.DecodeString(c.Hex)
	if err != nil {
		return nil, err
	}
	stream, err := p.openConnected(ctx, id, protocol.ID(c.Protocol))
	if err != nil {
		return nil, err
	}
	defer stream.Reset()
	_ = stream.SetDeadline(time.Now().Add(replayTimeout))
	_, writeErr := stream.Write(data)
	if writeErr == nil && c.Close {
		writeErr = stream.CloseWrite()
	}
	back, readErr := io.ReadAll(io.LimitReader(stream, maxReplayBytes))
	fields := object{
		"hex":     hex.EncodeToString(back),
		"reset":   errors.Is(readErr, network.ErrReset) || errors.Is(writeErr, network.ErrReset),
		"eof":     readErr == nil && len(back) < maxReplayBytes,
		"timeout": isTimeout(readErr),
		"alive":   len(p.host.Network().ConnsToPeer(id)) > 0,
	}
	if writeErr != nil {
		fields["writeError"] = writeErr.Error()
	}
	if readErr != nil {
		fields["readError"] = readErr.Error()
	}
	return fields, nil
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}
