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
	// missing says what it means that the API does not know the droplet: not yet, no more, or an
	// error.
	missing func(id int) (string, error)
}

func notThereYet(int) (string, error) { return notFound, nil }
func deleted(int) (string, error)     { return notFound, nil }
func vanished(id int) (string, error) {
	return "", fmt.Errorf("droplet (%d) not found during update", id)
}

// await polls until what `of` says of the droplet is the target. A locked droplet takes no action,
// so nothing that it says counts.
func (w dropletWatch) await(ctx context.Context, target string, of func(*godo.Droplet) string, pending ...string) (*godo.Droplet, error) {
	var last *godo.Droplet
	err := await(ctx, target, pending, func() (string, error) {
		found, response, err := w.api.Droplets.Get(ctx, w.id)
		switch {
		case isGone(response):
			return w.missing(w.id)
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

func status(d *godo.Droplet) string { return d.Status }
func name(d *godo.Droplet) string   { return d.Name }
func locked(d *godo.Droplet) string { return strconv.FormatBool(d.Locked) }

// feature says whether the droplet has it; without a list of features nothing is known.
func feature(name string) func(*godo.Droplet) string {
	return func(d *godo.Droplet) string { return strconv.FormatBool(slices.Contains(d.Features, name)) }
}
