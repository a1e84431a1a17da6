package remote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	p "github.com/pulumi/pulumi-go-provider"
	"golang.org/x/crypto/ssh"
)

// run runs a command on the host. previous is what the run before printed.
//
// Once the command has started neither a time-out nor a cancellation stops it:
// closing the channel would not end it on the host (it has no terminal), only
// lose its result.
func (c *CommandInputs) run(ctx context.Context, command string, previous Printed) (Printed, error) {
	session, done, err := channel(ctx, c.Connection, (*ssh.Client).NewSession)
	if err != nil {
		return Printed{}, err
	}
	defer done()
	defer session.Close()

	ctx = context.WithoutCancel(ctx)
	if err := c.setEnvironment(ctx, session, previous); err != nil {
		return Printed{}, err
	}
	if c.Stdin != nil {
		session.Stdin = strings.NewReader(*c.Stdin)
	}
	return capture(ctx, session, command, c.Logging)
}

// setEnvironment sends the variables. That one of the resource's own is refused
// is an error, that previous outputs are is only worth a warning.
func (c *CommandInputs) setEnvironment(ctx context.Context, session *ssh.Session, previous Printed) error {
	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		if err := session.Setenv(name, c.Environment[name]); err != nil {
			return fmt.Errorf("could not set environment variable %q: %w: the SSH server takes only those that its "+
				"AcceptEnv names; write them before the command (NAME=value command)", name, err)
		}
	}
	if c.AddPreviousOutputInEnv != nil && !*c.AddPreviousOutputInEnv {
		return nil
	}
	for _, output := range []struct{ name, value string }{
		{"PULUMI_COMMAND_STDOUT", previous.Stdout},
		{"PULUMI_COMMAND_STDERR", previous.Stderr},
	} {
		if output.value == "" {
			continue
		}
		if err := session.Setenv(output.name, output.value); err != nil {
			p.GetLogger(ctx).Warningf("Unable to set '%s': the SSH server takes only variables that its AcceptEnv names; "+
				"addPreviousOutputInEnv: false stops this from being tried", output.name)
		}
	}
	return nil
}

// capture runs the command in the session. All that a failed command printed
// stands in the error, and the command itself, secret or not.
func capture(ctx context.Context, session *ssh.Session, command string, logging *Logging) (Printed, error) {
	var stdout, stderr bytes.Buffer
	var both sharedBuffer
	logs := map[Logging]*lineLog{}
	collect := func(stream Logging, own *bytes.Buffer) io.Writer {
		if !logging.includes(stream) {
			return io.MultiWriter(own, &both)
		}
		logs[stream] = &lineLog{stream: stream, log: p.GetLogger(ctx).InfoStatus}
		return io.MultiWriter(own, &both, logs[stream])
	}
	session.Stdout, session.Stderr = collect(LogStdout, &stdout), collect(LogStderr, &stderr)

	err := session.Run(command)
	var overlong error
	for _, log := range logs {
		overlong = errors.Join(overlong, log.close())
	}
	if err != nil {
		return Printed{}, fmt.Errorf("%w: running %q:\n%s", err, command, both.text.String())
	}
	if overlong != nil {
		return Printed{}, fmt.Errorf("%w: running %q", overlong, command)
	}
	return Printed{
		Stdout: strings.TrimSuffix(stdout.String(), "\n"),
		Stderr: strings.TrimSuffix(stderr.String(), "\n"),
	}, nil
}

// sharedBuffer takes both streams, which a session copies from two goroutines.
type sharedBuffer struct {
	lock sync.Mutex
	text bytes.Buffer
}

func (b *sharedBuffer) Write(data []byte) (int, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.text.Write(data)
}
