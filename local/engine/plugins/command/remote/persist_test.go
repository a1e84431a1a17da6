package remote

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
)

var errRefused = errors.New("connection refused")

// pauses runs persist with a clock that never waits, against a host that
// answers after the given number of failures (-1: never).
func pauses(limit, answersAfter int) (waited []time.Duration, err error) {
	after := func(pause time.Duration) <-chan time.Time {
		waited = append(waited, pause)
		now := make(chan time.Time, 1)
		now <- time.Time{}
		return now
	}
	failures := 0
	_, err = persist(context.Background(), after, limit, func() (*ssh.Client, error) {
		if failures == answersAfter {
			return &ssh.Client{}, nil
		}
		failures++
		return nil, errRefused
	})
	return waited, err
}

func TestPausesBetweenDialsGrowByHalfUpToFiveSeconds(t *testing.T) {
	waited, err := pauses(12, -1)
	require.ErrorIs(t, err, errRefused)
	milliseconds := make([]float64, len(waited))
	for i, pause := range waited {
		milliseconds[i] = float64(pause) / float64(time.Millisecond)
	}
	assert.InDeltaSlice(t, []float64{100, 150, 225, 337.5, 506.25, 759.4, 1139.1, 1708.6, 2562.9, 3844.3, 5000, 5000},
		milliseconds, 0.1)
}

func TestDialLimitBoundsTheWholeWait(t *testing.T) {
	for limit, seconds := range map[int]float64{0: 0, 3: 0.475, 10: 11.3, 15: 36.3, 30: 111.3, 60: 261.3} {
		waited, err := pauses(limit, -1)
		require.ErrorIs(t, err, errRefused)
		var sum time.Duration
		for _, pause := range waited {
			sum += pause
		}
		assert.InDelta(t, seconds, sum.Seconds(), 0.1, "dialErrorLimit %d", limit)
	}
}

func TestDialsAsOftenAsItTakesWithoutALimit(t *testing.T) {
	waited, err := pauses(-1, 200)
	require.NoError(t, err)
	assert.Len(t, waited, 200)
}

func TestAHostThatAnswersWithinTheLimitIsReached(t *testing.T) {
	_, err := pauses(3, 3)
	require.NoError(t, err)
	_, err = pauses(3, 4)
	require.EqualError(t, err, "after 4 failed attempts: connection refused")
}
