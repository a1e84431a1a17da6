package resources

import (
	"context"
	"fmt"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// deleteDroplet fails for a droplet that is gone already, as the official provider does: only a
// refresh takes such a droplet out of the state.
func deleteDroplet(ctx context.Context, api *godo.Client, id string, state schema.Values) error {
	number, err := dropletID(id)
	if err != nil {
		return err
	}
	watch := dropletWatch{api: api, id: number}
	if _, err := watch.await(ctx, "false", locked); err != nil {
		return fmt.Errorf("Error waiting for droplet to be unlocked for destroy (%s): %w", id, err)
	}
	if state.Bool("gracefulShutdown") {
		if _, _, err := api.DropletActions.Shutdown(ctx, number); err != nil {
			return fmt.Errorf("Error shutting down the the droplet (%s): %w", id, err)
		}
		if _, err := watch.await(ctx, "off", status, "active"); err != nil {
			return fmt.Errorf("Error waiting for droplet (%s) to become off: %w", id, err)
		}
	}
	for _, volume := range state.Strings("volumeIds") {
		if err := watch.detach(ctx, volume); err != nil {
			return fmt.Errorf("Error detaching the volumes from the droplet (%s): %w", id, err)
		}
	}
	if response, err := api.Droplets.Delete(ctx, number); isGone(response) {
		return nil
	} else if err != nil {
		return fmt.Errorf("Error deleting droplet: %w", err)
	}
	if _, err := watch.await(ctx, notFound, status, "new", "active", "off"); err != nil {
		return fmt.Errorf("Error deleting droplet: %w", err)
	}
	return nil
}

func (w dropletWatch) detach(ctx context.Context, volume string) error {
	action, _, err := w.api.StorageActions.DetachByDropletID(ctx, volume, w.id)
	if err != nil {
		return fmt.Errorf("Error detaching volume %q from droplet (%d): %w", volume, w.id, err)
	}
	if err := awaitAction(ctx, w.api, action); err != nil {
		return fmt.Errorf("Error waiting for volume %q to detach from droplet (%d): %w", volume, w.id, err)
	}
	return nil
}
