package remote

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

const (
	// maxChannels at once share a connection: sshd takes ten (MaxSessions).
	maxChannels = 8
	// idleTime is how long a connection waits for the next operation.
	idleTime = 2 * time.Second
	// aliveTime is how long a host may take to show that it is still there.
	aliveTime = 3 * time.Second
)

// pool holds the open connections, by all that is said of them: logging in
// takes longer than most operations.
type pool struct {
	lock sync.Mutex
	open map[string][]*shared
}

type shared struct {
	client   *ssh.Client
	channels int
	closing  *time.Timer
}

var connections = pool{open: map[string][]*shared{}}

// channel opens one, on a connection that is there or on a new one. The caller
// calls done after closing it.
func channel[T any](
	ctx context.Context, c *Connection, open func(*ssh.Client) (T, error),
) (opened T, done func(), err error) {
	text, err := json.Marshal(c)
	if err != nil {
		return opened, nil, err
	}
	// Who logs in by an agent does so by the one that is there.
	key := string(text) + os.Getenv("SSH_AUTH_SOCK")
	if one := connections.take(key); one != nil {
		done = func() { connections.giveBack(key, one) }
		if alive(one.client) {
			if opened, err = open(one.client); err == nil {
				return opened, done, nil
			}
		}
		// It is gone, or the host allows fewer: a new connection tells.
		connections.forget(key, one)
		done()
	}
	client, err := c.dial(ctx)
	if err != nil {
		return opened, nil, err
	}
	one := connections.add(key, client)
	done = func() { connections.giveBack(key, one) }
	if opened, err = open(client); err != nil {
		done()
	}
	return opened, done, err
}

func (p *pool) take(key string) *shared {
	p.lock.Lock()
	defer p.lock.Unlock()
	for _, one := range p.open[key] {
		if one.channels < maxChannels {
			one.channels++
			return one
		}
	}
	return nil
}

func (p *pool) add(key string, client *ssh.Client) *shared {
	p.lock.Lock()
	defer p.lock.Unlock()
	one := &shared{client: client, channels: 1}
	p.open[key] = append(p.open[key], one)
	return one
}

// giveBack closes the connection a little later, unless somebody takes it.
func (p *pool) giveBack(key string, one *shared) {
	p.lock.Lock()
	defer p.lock.Unlock()
	one.channels--
	if one.closing != nil {
		one.closing.Stop()
	}
	one.closing = time.AfterFunc(idleTime, func() { p.closeIdle(key, one) })
}

func (p *pool) closeIdle(key string, one *shared) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if one.channels == 0 {
		p.drop(key, one)
		_ = one.client.Close()
	}
}

// forget lends the connection to nobody else; whoever has it goes on with it.
func (p *pool) forget(key string, one *shared) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.drop(key, one)
}

func (p *pool) drop(key string, one *shared) {
	p.open[key] = slices.DeleteFunc(p.open[key], func(each *shared) bool { return each == one })
}

func alive(client *ssh.Client) bool {
	answered := make(chan bool, 1)
	go func() {
		_, _, err := client.SendRequest("keepalive@openssh.com", true, nil)
		answered <- err == nil
	}()
	select {
	case yes := <-answered:
		return yes
	case <-time.After(aliveTime):
		return false
	}
}
