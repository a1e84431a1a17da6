package remote

import (
	"context"
	"fmt"
	"net"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/retry"
	"golang.org/x/crypto/ssh"
)

// reach opens a TCP connection, from here or from a bastion.
type reach func(ctx context.Context, network, address string) (net.Conn, error)

// dial connects to the host. The caller closes the client, which closes the
// bastion's too.
func (c *Connection) dial(ctx context.Context) (*ssh.Client, error) {
	from := new(net.Dialer).DialContext
	if c.Proxy == nil {
		return c.Endpoint.connect(ctx, from)
	}
	bastion, err := c.Proxy.connect(ctx, from)
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	client, err := c.Endpoint.connect(ctx, bastion.DialContext)
	if err != nil {
		_ = bastion.Close()
		return nil, err
	}
	go func() {
		_ = client.Wait()
		_ = bastion.Close()
	}()
	return client, nil
}

// connect logs in to the endpoint, as often as its limit allows.
func (e *Endpoint) connect(ctx context.Context, from reach) (*ssh.Client, error) {
	keys, err := e.openAgent()
	if err != nil {
		return nil, fmt.Errorf("connection to %s: %w", e.address(), err)
	}
	if keys != nil {
		defer keys.Close()
	}
	config, err := e.clientConfig(keys)
	if err != nil {
		return nil, fmt.Errorf("connection to %s: %w", e.address(), err)
	}
	client, err := persist(ctx, time.After, *e.DialErrorLimit, func() (*ssh.Client, error) {
		return e.attempt(ctx, from, config)
	})
	if err != nil {
		return nil, fmt.Errorf("connection to %s@%s: %w", *e.User, e.address(), err)
	}
	return client, nil
}

// persist repeats attempt until it succeeds, or fails more than limit times
// (-1: any number), or ctx ends. The pauses between are those of the engine's
// own retries, which the official plugin uses: 0.1 s, times 1.5 each, 5 s at most.
func persist(
	ctx context.Context, after func(time.Duration) <-chan time.Time, limit int, attempt func() (*ssh.Client, error),
) (client *ssh.Client, err error) {
	var failure error
	retryer := retry.Retryer{After: after}
	connected, _, err := retryer.Until(ctx, retry.Acceptor{
		Accept: func(retries int, _ time.Duration) (bool, any, error) {
			client, failure = attempt()
			if failure == nil {
				return true, nil, nil
			}
			if limit > -1 && retries >= limit {
				return false, nil, fmt.Errorf("after %d failed attempts: %w", retries+1, failure)
			}
			if ctx.Err() == nil {
				p.GetLogger(ctx).InfoStatusf("Attempt %d to connect failed, trying again: %s", retries+1, failure)
			}
			return false, nil, nil
		},
	})
	if err == nil && !connected {
		err = fmt.Errorf("%w: the last attempt failed with: %s", ctx.Err(), failure)
	}
	return client, err
}

// attempt connects and logs in once. The time-out spans the handshake too: a
// port that accepts and then stays silent would else be waited for without end.
func (e *Endpoint) attempt(ctx context.Context, from reach, config *ssh.ClientConfig) (*ssh.Client, error) {
	if seconds := *e.PerDialTimeout; seconds != 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
		defer cancel()
	}
	conn, err := from(ctx, "tcp", e.address())
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	client, channels, requests, err := ssh.NewClientConn(conn, e.address(), config)
	if !stop() {
		_ = conn.Close()
		return nil, fmt.Errorf("no SSH handshake within perDialTimeout: %w", ctx.Err())
	}
	if err != nil {
		return nil, err
	}
	return ssh.NewClient(client, channels, requests), nil
}
