package remote

import (
	"fmt"
	"net"
	"os"
	"slices"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// clientConfig renders the endpoint for the SSH client; keys is the agent's
// connection, nil if there is none. Its errors are final: no attempt could succeed.
func (e *Endpoint) clientConfig(keys net.Conn) (*ssh.ClientConfig, error) {
	config := &ssh.ClientConfig{User: *e.User, HostKeyCallback: ssh.InsecureIgnoreHostKey()}
	if e.HostKey != nil {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(*e.HostKey))
		if err != nil {
			return nil, fmt.Errorf("hostKey %q is not a public key as in a .pub file: %w", *e.HostKey, err)
		}
		config.HostKeyCallback = ssh.FixedHostKey(key)
		config.HostKeyAlgorithms = hostKeyAlgorithms(key)
	}
	var signers []ssh.Signer
	if e.PrivateKey != nil {
		signer, err := e.parsePrivateKey()
		if err != nil {
			return nil, fmt.Errorf("privateKey cannot be read: %w", err)
		}
		signers = append(signers, signer)
	}
	// One method for all keys: a client tries each kind of method only once.
	config.Auth = append(config.Auth, ssh.PublicKeysCallback(func() ([]ssh.Signer, error) {
		if keys == nil {
			return signers, nil
		}
		more, err := agent.NewClient(keys).Signers()
		return append(signers, more...), err
	}))
	if e.Password != nil {
		config.Auth = append(config.Auth, ssh.Password(*e.Password), ssh.KeyboardInteractive(e.answer))
	}
	return config, nil
}

// hostKeyAlgorithms restricts what is negotiated to the pinned key: a server
// with several keys would else show the one that the client prefers, which
// would be taken for a mismatch.
func hostKeyAlgorithms(key ssh.PublicKey) []string {
	if key.Type() == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return []string{key.Type()}
}

func (e *Endpoint) parsePrivateKey() (ssh.Signer, error) {
	if e.PrivateKeyPassword != nil {
		return ssh.ParsePrivateKeyWithPassphrase([]byte(*e.PrivateKey), []byte(*e.PrivateKeyPassword))
	}
	return ssh.ParsePrivateKey([]byte(*e.PrivateKey))
}

// answer gives the password to every question.
func (e *Endpoint) answer(_, _ string, questions []string, _ []bool) ([]string, error) {
	return slices.Repeat([]string{*e.Password}, len(questions)), nil
}

// openAgent connects to the SSH agent, if one is to be asked. With a private
// key at hand a stale $SSH_AUTH_SOCK shall not stand in the way.
func (e *Endpoint) openAgent() (net.Conn, error) {
	socket := os.Getenv("SSH_AUTH_SOCK")
	if e.AgentSocketPath != nil {
		socket = *e.AgentSocketPath
	} else if e.PrivateKey != nil {
		socket = ""
	}
	if socket == "" {
		return nil, nil
	}
	connection, err := net.Dial("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("the SSH agent (agentSocketPath or SSH_AUTH_SOCK) does not answer: %w", err)
	}
	return connection, nil
}
