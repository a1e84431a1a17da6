package resources

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/digitalocean/godo"
	p "github.com/pulumi/pulumi-go-provider"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// dropletChange is an update in place under way. Its steps run in the official provider's order.
type dropletChange struct {
	schema.Change
	id    string
	watch dropletWatch
}

func updateDroplet(ctx context.Context, api *godo.Client, id string, change schema.Change) (schema.Values, error) {
	number, err := dropletID(id)
	if err != nil {
		return nil, err
	}
	c := dropletChange{change, id, dropletWatch{api: api, id: number, mustExist: true}}
	on := func(field string) bool { return change.Changed[field] && change.Inputs.Bool(field) }
	off := func(field string) bool { return change.Changed[field] && !change.Inputs.Bool(field) }
	for _, step := range []struct {
		wanted bool
		run    func(context.Context) error
	}{
		// A creation that was cut off has read nothing.
		{!change.State.Has("status"), c.finishCreation},
		{change.Changed["size"], c.resize},
		{change.Changed["name"], c.rename},
		{on("backups"), c.enableBackups},
		{off("backups"), c.disableBackups},
		{change.Changed["backupPolicy"] && change.Inputs.Has("backupPolicy"), c.changeBackupPolicy},
		{on("privateNetworking"), c.enablePrivateNetworking},
		{on("ipv6"), c.enableIPv6},
		{change.Changed["tags"], c.retag},
		{change.Changed["volumeIds"], c.moveVolumes},
	} {
		if step.wanted {
			if err := step.run(ctx); err != nil {
				return nil, err
			}
		}
	}
	return readDroplet(ctx, api, id, change.State)
}

func (c dropletChange) finishCreation(ctx context.Context) error {
	_, err := c.watch.awaitCreation(ctx)
	return err
}

func (c dropletChange) resize(ctx context.Context) error {
	actions := c.watch.api.DropletActions
	_, _, err := actions.PowerOff(ctx, c.watch.id)
	if err != nil && !strings.Contains(err.Error(), "Droplet is already powered off") {
		return fmt.Errorf("Error powering off droplet (%s): %w", c.id, err)
	}
	if _, err := c.watch.await(ctx, "off", status, "active"); err != nil {
		return fmt.Errorf("Error waiting for droplet (%s) to become powered off: %w", c.id, err)
	}
	action, _, err := actions.Resize(ctx, c.watch.id, c.Inputs.String("size"), c.Inputs.Bool("resizeDisk"))
	if err != nil {
		return c.powerOnAfter(ctx, fmt.Errorf("Error resizing droplet (%s): %w", c.id, err))
	}
	if err := awaitAction(ctx, c.watch.api, action); err != nil {
		return c.powerOnAfter(ctx, fmt.Errorf("Error waiting for resize droplet (%s) to finish: %w", c.id, err))
	}
	return c.powerOnAfter(ctx, nil)
}

// powerOnAfter brings the droplet up again, after a resize that failed too.
func (c dropletChange) powerOnAfter(ctx context.Context, failure error) error {
	_, _, err := c.watch.api.DropletActions.PowerOn(ctx, c.watch.id)
	if err == nil {
		_, err = c.watch.await(ctx, "active", status, "off")
	}
	switch {
	case err == nil:
		return failure
	case failure != nil:
		return fmt.Errorf("Error powering on droplet (%s) after failed resize: %w (%w)", c.id, failure, err)
	default:
		return fmt.Errorf("Error powering on droplet (%s) after resize: %w", c.id, err)
	}
}

func (c dropletChange) rename(ctx context.Context) error {
	wanted := c.Inputs.String("name")
	if _, _, err := c.watch.api.DropletActions.Rename(ctx, c.watch.id, wanted); err != nil {
		return fmt.Errorf("Error renaming droplet (%s): %w", c.id, err)
	}
	if _, err := c.watch.await(ctx, wanted, name, "", c.State.String("name")); err != nil {
		return fmt.Errorf("Error waiting for rename droplet (%s) to finish: %w", c.id, err)
	}
	return nil
}

func (c dropletChange) enableBackups(ctx context.Context) error {
	actions := c.watch.api.DropletActions
	var action *godo.Action
	var err error
	if policy := backupPolicy(c.Inputs); policy != nil {
		action, _, err = actions.EnableBackupsWithPolicy(ctx, c.watch.id, policy)
	} else {
		action, _, err = actions.EnableBackups(ctx, c.watch.id)
	}
	if err != nil {
		return fmt.Errorf("Error enabling backups on droplet (%s): %w", c.id, err)
	}
	if err := awaitAction(ctx, c.watch.api, action); err != nil {
		return fmt.Errorf("Error waiting for backups to be enabled for droplet (%s): %w", c.id, err)
	}
	return nil
}

func (c dropletChange) disableBackups(ctx context.Context) error {
	action, _, err := c.watch.api.DropletActions.DisableBackups(ctx, c.watch.id)
	if err != nil {
		return fmt.Errorf("Error disabling backups on droplet (%s): %w", c.id, err)
	}
	if err := awaitAction(ctx, c.watch.api, action); err != nil {
		return fmt.Errorf("Error waiting for backups to be disabled for droplet (%s): %w", c.id, err)
	}
	return nil
}

func (c dropletChange) changeBackupPolicy(ctx context.Context) error {
	action, _, err := c.watch.api.DropletActions.ChangeBackupPolicy(ctx, c.watch.id, backupPolicy(c.Inputs))
	if err != nil {
		return fmt.Errorf("error changing backup policy on droplet (%s): %w", c.id, err)
	}
	if err := awaitAction(ctx, c.watch.api, action); err != nil {
		return fmt.Errorf("error waiting for backup policy to be changed for droplet (%s): %w", c.id, err)
	}
	return nil
}

func (c dropletChange) enablePrivateNetworking(ctx context.Context) error {
	if _, _, err := c.watch.api.DropletActions.EnablePrivateNetworking(ctx, c.watch.id); err != nil {
		return fmt.Errorf("Error enabling private networking for droplet (%s): %w", c.id, err)
	}
	if _, err := c.watch.await(ctx, "true", feature("private_networking"), "false"); err != nil {
		return fmt.Errorf("Error waiting for private networking to be enabled on for droplet (%s): %w", c.id, err)
	}
	return nil
}

func (c dropletChange) enableIPv6(ctx context.Context) error {
	if _, _, err := c.watch.api.DropletActions.EnableIPv6(ctx, c.watch.id); err != nil {
		return fmt.Errorf("Error turning on ipv6 for droplet (%s): %w", c.id, err)
	}
	if _, err := c.watch.await(ctx, "true", feature("ipv6"), "false"); err != nil {
		return fmt.Errorf("Error waiting for ipv6 to be turned on for droplet (%s): %w", c.id, err)
	}
	p.GetLogger(ctx).Warning("IPv6 is on; the droplet's own system still has to be given the address")
	return nil
}

func (c dropletChange) retag(ctx context.Context) error {
	tags := c.watch.api.Tags
	self := []godo.Resource{{ID: c.id, Type: godo.DropletResourceType}}
	old, wanted := c.State.Strings("tags"), c.Inputs.Strings("tags")
	for _, tag := range without(old, wanted) {
		if _, err := tags.UntagResources(ctx, tag, &godo.UntagResourcesRequest{Resources: self}); err != nil {
			return fmt.Errorf("Error updating tags: %w", err)
		}
	}
	for _, tag := range without(wanted, old) {
		created, _, err := tags.Create(ctx, &godo.TagCreateRequest{Name: tag})
		if err != nil {
			return fmt.Errorf("Error updating tags: %w", err)
		}
		if _, err := tags.TagResources(ctx, created.Name, &godo.TagResourcesRequest{Resources: self}); err != nil {
			return fmt.Errorf("Error updating tags: %w", err)
		}
	}
	return nil
}

func (c dropletChange) moveVolumes(ctx context.Context) error {
	old, wanted := c.State.Strings("volumeIds"), c.Inputs.Strings("volumeIds")
	for _, volume := range without(wanted, old) {
		action, _, err := c.watch.api.StorageActions.Attach(ctx, volume, c.watch.id)
		if err != nil {
			return fmt.Errorf("Error attaching volume %q to droplet (%s): %w", volume, c.id, err)
		}
		if err := awaitAction(ctx, c.watch.api, action); err != nil {
			return fmt.Errorf("Error waiting for volume %q to attach to droplet (%s): %w", volume, c.id, err)
		}
	}
	for _, volume := range without(old, wanted) {
		if err := c.watch.detach(ctx, volume); err != nil {
			return fmt.Errorf("Error detaching volume %q on droplet %s: %w", volume, c.id, err)
		}
	}
	return nil
}

// without lists the items that are not among the others.
func without(items, others []string) []string {
	return slices.DeleteFunc(slices.Clone(items), func(item string) bool { return slices.Contains(others, item) })
}
