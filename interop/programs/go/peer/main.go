// Command go-peer is a libp2p peer that trustnet did not write: go-libp2p, go-libp2p-kad-dht and boxo
// behind the command contract of interop/README.md (one JSON object per line on stdin and stdout).
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

const (
	// maxCommandBytes bounds one line on stdin: a 2 MiB block in base64 and some room.
	maxCommandBytes = 4 << 20
	// maxConcurrentCommands bounds the commands that run at the same time.
	maxConcurrentCommands = 64
	defaultCommandSeconds = 30
)

// settings are the command line.
type settings struct {
	security string
	listen   string
	kad      string
	kadMode  string
	seedHex  string
	seconds  int
}

// object is one JSON object of the contract.
type object map[string]any

// printer writes one JSON object per line; safe for concurrent use.
type printer struct {
	mu  sync.Mutex
	out io.Writer
}

func (p *printer) print(o object) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(o); err != nil {
		fmt.Fprintln(os.Stderr, "go-peer: cannot encode an event:", err)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = p.out.Write(line.Bytes())
}

func main() {
	s := settings{}
	flag.StringVar(&s.security, "security", "", "noise or tls: the only one offered")
	flag.StringVar(&s.listen, "listen", "/ip4/127.0.0.1/tcp/0", "multiaddr to listen on")
	flag.StringVar(&s.kad, "kad", "", "Kademlia protocol, for example /ipfs/kad/1.0.0; none if empty")
	flag.StringVar(&s.kadMode, "kad-mode", "server", "server or client")
	flag.StringVar(&s.seedHex, "seed", "", "32 bytes in hex: the Ed25519 seed of the identity; random if empty")
	flag.IntVar(&s.seconds, "max-seconds", 120, "the process ends after this time")
	flag.Parse()

	time.AfterFunc(time.Duration(s.seconds)*time.Second, func() {
		fmt.Fprintln(os.Stderr, "go-peer: --max-seconds reached")
		os.Exit(3)
	})
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "go-peer:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	out := &printer{out: os.Stdout}
	p, err := newPeer(ctx, s, out)
	if err != nil {
		return err
	}
	out.print(object{"event": "ready", "id": p.host.ID().String(), "addrs": p.fullAddrs()})

	lines := make(chan []byte)
	go readLines(ctx, lines)
	slots := make(chan struct{}, maxConcurrentCommands)
	for {
		select {
		case <-ctx.Done():
			return nil
		case line, open := <-lines:
			if !open {
				return nil
			}
			c, err := parseCommand(line)
			if err != nil {
				out.print(object{"event": "answer", "n": c.N, "ok": false, "error": err.Error()})
				continue
			}
			if c.Cmd == "quit" {
				out.print(object{"event": "answer", "n": c.N, "ok": true})
				return nil
			}
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				out.print(p.answer(ctx, c))
			}()
		}
	}
}

func readLines(ctx context.Context, lines chan<- []byte) {
	defer close(lines)
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(make([]byte, 64<<10), maxCommandBytes)
	for scanner.Scan() {
		line := bytes.Clone(scanner.Bytes())
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		select {
		case lines <- line:
		case <-ctx.Done():
			return
		}
	}
	if err := scanner.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "go-peer: stdin:", err)
	}
}

// command is one line of stdin; every command uses some of the fields.
type command struct {
	N        json.RawMessage `json:"n"`
	Cmd      string          `json:"cmd"`
	Seconds  int             `json:"seconds"`
	Addr     string          `json:"addr"`
	Peer     string          `json:"peer"`
	Count    int             `json:"count"`
	Key      []byte          `json:"-"`
	KeyText  string          `json:"key"`
	Value    string          `json:"value"`
	Cid      string          `json:"cid"`
	Protocol string          `json:"protocol"`
	Hex      string          `json:"hex"`
	Close    bool            `json:"closeWrite"`
	KeyType  string          `json:"keyType"`
	Sequence uint64          `json:"sequence"`
	Eol      string          `json:"eol"`
	TTLNanos int64           `json:"ttlNanos"`
	V1       bool            `json:"v1"`
	Name     string          `json:"name"`
	Record   string          `json:"record"`
	Records  []string        `json:"records"`
	Block    string          `json:"block"`
	Codec    string          `json:"codec"`
	Corrupt  bool            `json:"corrupt"`
	File     bool            `json:"file"`
}

func parseCommand(line []byte) (command, error) {
	var c command
	if err := json.Unmarshal(line, &c); err != nil {
		return c, fmt.Errorf("not a command: %w", err)
	}
	return c, nil
}

// answer runs one command; whatever happens in it becomes one answer.
func (p *peerNode) answer(ctx context.Context, c command) (result object) {
	defer func() {
		if r := recover(); r != nil {
			result = object{"event": "answer", "n": c.N, "ok": false, "error": fmt.Sprint("panic: ", r)}
		}
	}()
	seconds := c.Seconds
	if seconds <= 0 {
		seconds = defaultCommandSeconds
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
	defer cancel()

	run, known := p.commands()[c.Cmd]
	if !known {
		return object{"event": "answer", "n": c.N, "ok": false, "error": "unknown command " + c.Cmd}
	}
	fields, err := run(ctx, c)
	if err != nil {
		return object{"event": "answer", "n": c.N, "ok": false, "error": err.Error()}
	}
	result = object{"event": "answer", "n": c.N, "ok": true}
	for name, value := range fields {
		result[name] = value
	}
	return result
}

func (p *peerNode) commands() map[string]func(context.Context, command) (object, error) {
	return map[string]func(context.Context, command) (object, error){
		"connect":        p.connect,
		"identify":       p.identify,
		"ping":           p.ping,
		"connections":    p.connections,
		"disconnect":     p.disconnect,
		"replay-stream":  p.replayStream,
		"find-node":      p.findNode,
		"put":            p.put,
		"get":            p.get,
		"provide":        p.provide,
		"findprovs":      p.findProviders,
		"table":          p.table,
		"ipns-create":    p.ipnsCreate,
		"ipns-validate":  p.ipnsValidate,
		"ipns-select":    p.ipnsSelect,
		"bitswap-get":    p.bitswapGet,
		"bitswap-serve":  p.bitswapServe,
		"bitswap-ledger": p.bitswapLedger,
	}
}
