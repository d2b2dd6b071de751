package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/ipfs/boxo/ipns"
	"github.com/ipfs/boxo/path"
	record "github.com/libp2p/go-libp2p-record"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/peer"
)

const rsaBits = 2048

func validators() record.NamespacedValidator {
	return record.NamespacedValidator{"pk": record.PublicKeyValidator{}, "ipns": ipns.Validator{}}
}

var keyTypes = map[string]int{
	"ed25519":   crypto.Ed25519,
	"rsa":       crypto.RSA,
	"secp256k1": crypto.Secp256k1,
	"ecdsa":     crypto.ECDSA,
}

// ipnsCreate makes a record as boxo makes it, with a new key of the asked type or with the key given.
func (p *peerNode) ipnsCreate(_ context.Context, c command) (object, error) {
	key, err := ipnsKey(c)
	if err != nil {
		return nil, err
	}
	value, err := path.NewPath(c.Value)
	if err != nil {
		return nil, err
	}
	eol, err := time.Parse(time.RFC3339Nano, c.Eol)
	if err != nil {
		return nil, err
	}
	made, err := ipns.NewRecord(
		key, value, c.Sequence, eol, time.Duration(c.TTLNanos), ipns.WithV1Compatibility(c.V1))
	if err != nil {
		return nil, err
	}
	bytes, err := ipns.MarshalRecord(made)
	if err != nil {
		return nil, err
	}
	id, err := peer.IDFromPrivateKey(key)
	if err != nil {
		return nil, err
	}
	private, err := crypto.MarshalPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return object{
		"name":   ipns.NameFromPeer(id).String(),
		"peer":   id.String(),
		"key":    base64.StdEncoding.EncodeToString(private),
		"record": base64.StdEncoding.EncodeToString(bytes),
	}, nil
}

func ipnsKey(c command) (crypto.PrivKey, error) {
	if c.KeyText != "" {
		bytes, err := base64.StdEncoding.DecodeString(c.KeyText)
		if err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
		return crypto.UnmarshalPrivateKey(bytes)
	}
	kind, known := keyTypes[c.KeyType]
	if !known {
		return nil, errors.New("keyType must be ed25519, rsa, secp256k1 or ecdsa")
	}
	key, _, err := crypto.GenerateKeyPair(kind, rsaBits)
	return key, err
}

func (p *peerNode) ipnsValidate(_ context.Context, c command) (object, error) {
	name, err := ipns.NameFromString(c.Name)
	if err != nil {
		return nil, err
	}
	bytes, err := base64.StdEncoding.DecodeString(c.Record)
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	if err := (ipns.Validator{}).Validate(string(name.RoutingKey()), bytes); err != nil {
		return object{"valid": false, "error": err.Error()}, nil
	}
	read, err := ipns.UnmarshalRecord(bytes)
	if err != nil {
		return nil, err
	}
	return recordFields(read)
}

// recordFields is what boxo reads in a valid record.
func recordFields(r *ipns.Record) (object, error) {
	value, err := r.Value()
	if err != nil {
		return nil, err
	}
	sequence, err := r.Sequence()
	if err != nil {
		return nil, err
	}
	eol, err := r.Validity()
	if err != nil {
		return nil, err
	}
	ttl, err := r.TTL()
	if err != nil {
		return nil, err
	}
	return object{
		"valid": true, "value": value.String(), "sequence": sequence,
		"eol": eol.Format(time.RFC3339Nano), "ttlNanos": ttl.Nanoseconds(),
	}, nil
}

func (p *peerNode) ipnsSelect(_ context.Context, c command) (object, error) {
	name, err := ipns.NameFromString(c.Name)
	if err != nil {
		return nil, err
	}
	records := [][]byte{}
	for i, text := range c.Records {
		bytes, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", i, err)
		}
		records = append(records, bytes)
	}
	index, err := (ipns.Validator{}).Select(string(name.RoutingKey()), records)
	if err != nil {
		return nil, err
	}
	return object{"index": index}, nil
}
