package resources

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/digitalocean/godo"
)

// dropletWatch polls a droplet.
type dropletWatch struct {
	api *godo.Client
	id  int
	// mustExist makes a droplet that the API does not know an error instead of the state notFound,
	// which a droplet has that is not there yet or no more.
	mustExist bool
}

// await polls until what `of` says of the droplet is the target. A locked droplet takes no action,
// so nothing that it says counts.
func (w dropletWatch) await(ctx context.Context, target string, of func(*godo.Droplet) string, pending ...string) (*godo.Droplet, error) {
	var last *godo.Droplet
	err := await(ctx, target, pending, func() (string, error) {
		found, response, err := w.api.Droplets.Get(ctx, w.id)
		switch {
		case isGone(response) && w.mustExist:
			return "", fmt.Errorf("droplet (%d) not found during update", w.id)
		case isGone(response):
			return notFound, nil
		case err != nil:
			return "", fmt.Errorf("Error retrieving droplet: %w", err)
		case found.Locked:
			return busy, nil
		}
		last = found
		return of(found), nil
	})
	return last, err
}

// awaitCreation ends when a new droplet runs.
func (w dropletWatch) awaitCreation(ctx context.Context) (*godo.Droplet, error) {
	found, err := w.await(ctx, "active", status, "new", notFound)
	if err != nil {
		return nil, fmt.Errorf("Error waiting for droplet (%d) to become ready: %w", w.id, err)
	}
	return found, nil
}

func status(d *godo.Droplet) string { return d.Status }
func name(d *godo.Droplet) string   { return d.Name }
func locked(d *godo.Droplet) string { return strconv.FormatBool(d.Locked) }

// feature says whether the droplet has it; without a list of features nothing is known.
func feature(name string) func(*godo.Droplet) string {
	return func(d *godo.Droplet) string { return strconv.FormatBool(slices.Contains(d.Features, name)) }
}
