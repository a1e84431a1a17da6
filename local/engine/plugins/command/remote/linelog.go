package remote

import (
	"bytes"
	"fmt"
)

// maxLine is the longest line, in bytes and without its newline, that is
// logged. The official plugin hangs for ever on a longer one.
const maxLine = 64<<10 - 1

// lineLog is a writer that passes what it gets on to a log, a line at a time.
// A line above maxLine ends that: the rest is swallowed, so that the command
// itself still runs to its end, and close reports the line.
type lineLog struct {
	stream  Logging
	log     func(line string)
	line    []byte
	number  int
	failure error
}

func (l *lineLog) Write(data []byte) (int, error) {
	for rest := data; l.failure == nil; {
		part, after, ended := bytes.Cut(rest, []byte("\n"))
		l.line = append(l.line, part...)
		if len(l.line) > maxLine {
			l.failure = fmt.Errorf("line %d of %s is longer than %d bytes, the most that can be logged, and begins %q: "+
				`break it up (fold -w 4000) or set logging to "none"`, l.number+1, l.stream, maxLine, l.line[:40])
			l.line = nil
		}
		if !ended {
			break
		}
		l.end()
		rest = after
	}
	return len(data), nil
}

func (l *lineLog) end() {
	l.log(string(bytes.TrimSuffix(l.line, []byte("\r"))))
	l.line = l.line[:0]
	l.number++
}

// close logs a last line that has no newline, and names the line that was too
// long, if there was one.
func (l *lineLog) close() error {
	if len(l.line) > 0 {
		l.end()
	}
	return l.failure
}
