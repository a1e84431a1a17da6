package resources

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/digitalocean/godo"
)

const (
	firstPause  = 100 * time.Millisecond
	longestWait = time.Second
	// missingFor bounds how long something just made may be unknown to the API.
	missingFor = time.Minute
)

// The states of something that cannot be seen: just made and not there yet, or there and not ready
// to be looked at.
const (
	notFound = "Not Found"
	busy     = "busy"
)

// await polls until the target state is reached. A state that is neither the target nor pending
// ends it at once, and the context's deadline ends it too. notFound and busy are pending while
// something is being made or changed.
func await(ctx context.Context, target string, pending []string, poll func() (string, error)) error {
	begun, pause, last := time.Now(), firstPause, ""
	for {
		state, err := poll()
		switch {
		case err != nil:
			return err
		case state == target:
			return nil
		case state == notFound && slices.Contains(pending, notFound) && time.Since(begun) > missingFor:
			return fmt.Errorf("couldn't find resource for %s", missingFor)
		case state != busy && !slices.Contains(pending, state):
			return fmt.Errorf("unexpected state '%s', wanted target '%s'", state, target)
		}
		last = state
		select {
		case <-ctx.Done():
			return ended(ctx, target, last, begun)
		case <-time.After(pause):
		}
		pause = min(pause*3/2, longestWait)
	}
}

func ended(ctx context.Context, target, last string, begun time.Time) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("timeout while waiting for state to become '%s' (last state: '%s', timeout: %s)",
			target, last, time.Since(begun).Round(time.Second))
	}
	return fmt.Errorf("cancelled while waiting for state to become '%s' (last state: '%s')", target, last)
}

// awaitAction waits for an action: it is done once it has a time of completion.
func awaitAction(ctx context.Context, api *godo.Client, action *godo.Action) error {
	return await(ctx, "completed", []string{"in-progress"}, func() (string, error) {
		current, _, err := api.Actions.Get(ctx, action.ID)
		switch {
		case err != nil:
			return "", err
		case current.Status == "errored":
			return "errored", nil
		case current.CompletedAt != nil:
			return "completed", nil
		default:
			return "in-progress", nil
		}
	})
}
