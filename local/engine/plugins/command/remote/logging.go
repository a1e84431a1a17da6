package remote

import (
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Logging says which of a command's streams go line by line to the engine's
// log. What is captured as outputs does not depend on it.
type Logging string

// The modes of Logging. Where it is not set, both streams are logged.
const (
	LogStdout          Logging = "stdout"
	LogStderr          Logging = "stderr"
	LogStdoutAndStderr Logging = "stdoutAndStderr"
	LogNone            Logging = "none"
)

// Values lists the modes for the schema.
func (Logging) Values() []infer.EnumValue[Logging] {
	return []infer.EnumValue[Logging]{
		{Name: string(LogStdout), Value: LogStdout},
		{Name: string(LogStderr), Value: LogStderr},
		{Name: string(LogStdoutAndStderr), Value: LogStdoutAndStderr},
		{Name: string(LogNone), Value: LogNone},
	}
}

// includes tells whether lines of the stream (LogStdout or LogStderr) are logged.
func (l *Logging) includes(stream Logging) bool {
	return l == nil || *l == LogStdoutAndStderr || *l == stream
}

// reject gives the reason why the mode is not one of those above, or "".
func (l *Logging) reject() string {
	for _, mode := range Logging("").Values() {
		if l == nil || *l == mode.Value {
			return ""
		}
	}
	return fmt.Sprintf("%q is no logging mode: use stdout, stderr, stdoutAndStderr or none", *l)
}
