//go:build tools

// Package peers pins Kubo, so that go build finds it at exactly this version.
package peers

import _ "github.com/ipfs/kubo/cmd/ipfs"
