package remote

import (
	"net"
	"strconv"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Connection says how to reach a host, directly or through a bastion.
type Connection struct {
	Endpoint
	Proxy *ProxyConnection `pulumi:"proxy,optional"`
}

// ProxyConnection says how to reach the bastion.
type ProxyConnection struct{ Endpoint }

// Endpoint is an SSH server and how to log in to it.
type Endpoint struct {
	Host string `pulumi:"host"`
	// Port is 22 by default.
	Port *int `pulumi:"port,optional"`
	// User is root by default.
	User *string `pulumi:"user,optional"`
	// PrivateKey is the text of a key; PrivateKeyPassword opens an encrypted one.
	PrivateKey         *string `pulumi:"privateKey,optional"`
	PrivateKeyPassword *string `pulumi:"privateKeyPassword,optional"`
	// Password also answers keyboard-interactive questions.
	Password *string `pulumi:"password,optional"`
	// AgentSocketPath is where an SSH agent listens: $SSH_AUTH_SOCK by default,
	// which is left alone when there is a private key.
	AgentSocketPath *string `pulumi:"agentSocketPath,optional"`
	// HostKey is the server's public key as in a .pub file. Without it the
	// server is not verified.
	HostKey *string `pulumi:"hostKey,optional"`
	// DialErrorLimit is how many failed attempts are forgiven: 10 by default, -1 for any number.
	DialErrorLimit *int `pulumi:"dialErrorLimit,optional"`
	// PerDialTimeout bounds one attempt, in seconds: 15 by default, 0 for no bound.
	PerDialTimeout *int `pulumi:"perDialTimeout,optional"`
}

// Annotate sets the defaults.
func (e *Endpoint) Annotate(a infer.Annotator) {
	a.SetDefault(&e.Port, 22)
	a.SetDefault(&e.User, "root")
	a.SetDefault(&e.DialErrorLimit, 10)
	a.SetDefault(&e.PerDialTimeout, 15)
}

func (e *Endpoint) address() string {
	return net.JoinHostPort(e.Host, strconv.Itoa(*e.Port))
}
