package resources

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

var tag = &schema.Resource{
	Token: "digitalocean:index/tag:Tag",
	Fields: schema.Fields{
		"name":                 {Kind: schema.String, Required: true, AutoName: true, ForceNew: true, Validate: isTag},
		"totalResourceCount":   whole,
		"dropletsCount":        whole,
		"imagesCount":          whole,
		"volumesCount":         whole,
		"volumeSnapshotsCount": whole,
		"databasesCount":       whole,
	},
	Create: createTag,
	Read:   readTag,
	Delete: deleteTag,
}

var tagPattern = regexp.MustCompile(`^[a-zA-Z0-9:_-]{1,255}$`)

func isTag(value any) error {
	if name, ok := value.(string); !ok || !tagPattern.MatchString(name) {
		return errors.New("a tag has 1 to 255 letters, digits, colons, dashes and underscores")
	}
	return nil
}

func createTag(ctx context.Context, api *godo.Client, inputs schema.Values) (string, schema.Values, error) {
	created, _, err := api.Tags.Create(ctx, &godo.TagCreateRequest{Name: inputs.String("name")})
	if err != nil {
		return "", nil, fmt.Errorf("Error creating tag: %w", err)
	}
	attributes, err := readTag(ctx, api, created.Name, nil)
	return created.Name, attributes, err
}

func readTag(ctx context.Context, api *godo.Client, id string, _ schema.Values) (schema.Values, error) {
	found, response, err := api.Tags.Get(ctx, id)
	if isGone(response) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Error retrieving tag: %w", err)
	}
	r := found.Resources
	if r == nil || r.Droplets == nil || r.Images == nil || r.Volumes == nil || r.VolumeSnapshots == nil || r.Databases == nil {
		return nil, incomplete("tag "+id, "resources with droplets, images, volumes, volume_snapshots and databases")
	}
	return schema.Values{
		"name":                 found.Name,
		"totalResourceCount":   r.Count,
		"dropletsCount":        r.Droplets.Count,
		"imagesCount":          r.Images.Count,
		"volumesCount":         r.Volumes.Count,
		"volumeSnapshotsCount": r.VolumeSnapshots.Count,
		"databasesCount":       r.Databases.Count,
	}, nil
}

func deleteTag(ctx context.Context, api *godo.Client, id string, _ schema.Values) error {
	if _, err := api.Tags.Delete(ctx, id); err != nil {
		return fmt.Errorf("Error deleting tag: %w", err)
	}
	return nil
}
