package resources

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

func readDroplet(ctx context.Context, api *godo.Client, id string, state schema.Values) (schema.Values, error) {
	number, err := dropletID(id)
	if err != nil {
		return nil, err
	}
	found, response, err := api.Droplets.Get(ctx, number)
	if isGone(response) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Error retrieving droplet: %w", err)
	}
	attributes, err := dropletAttributes(found)
	if err != nil {
		return nil, err
	}
	// A slug moves on to newer images while the droplet stays what it is, so the image is read at
	// an import only.
	if !state.Has("image") && found.Image != nil {
		attributes["image"] = found.Image.Slug
		if found.Image.Slug == "" {
			attributes["image"] = strconv.Itoa(found.Image.ID)
		}
	}
	return attributes, nil
}

// dropletAttributes are what the API tells of a droplet; image, SSH keys and user data are not
// among them, so what happens to those is never seen as drift.
func dropletAttributes(found *godo.Droplet) (schema.Values, error) {
	if found.Region == nil || found.Size == nil || found.Networks == nil {
		return nil, incomplete(fmt.Sprintf("droplet %d", found.ID), "region, size or networks")
	}
	public := ipv4(found, "public")
	attributes := schema.Values{
		"name":               found.Name,
		"dropletUrn":         found.URN(),
		"region":             found.Region.Slug,
		"size":               found.Size.Slug,
		"priceHourly":        found.Size.PriceHourly,
		"priceMonthly":       found.Size.PriceMonthly,
		"disk":               found.Disk,
		"vcpus":              found.Vcpus,
		"memory":             found.Memory,
		"status":             found.Status,
		"locked":             found.Locked,
		"createdAt":          found.Created,
		"vpcUuid":            found.VPCUUID,
		"ipv4Address":        public,
		"ipv4AddressPrivate": ipv4(found, "private"),
		"ipv6Address":        strings.ToLower(ipv6(found, "public")),
		"publicNetworking":   public != "",
		"volumeIds":          schema.List(found.VolumeIDs),
		"tags":               schema.List(found.Tags),
	}
	if found.GPUPartitionMode != "" {
		attributes["gpuPartitionMode"] = found.GPUPartitionMode
	}
	// Without a list of features they are what they were.
	if found.Features != nil {
		for name, feature := range map[string]string{
			"backups": "backups", "ipv6": "ipv6", "privateNetworking": "private_networking", "monitoring": "monitoring",
		} {
			attributes[name] = slices.Contains(found.Features, feature)
		}
	}
	return attributes, nil
}

func ipv4(found *godo.Droplet, kind string) string {
	for _, network := range found.Networks.V4 {
		if network.Type == kind && net.ParseIP(network.IPAddress) != nil {
			return network.IPAddress
		}
	}
	return ""
}

func ipv6(found *godo.Droplet, kind string) string {
	for _, network := range found.Networks.V6 {
		if network.Type == kind && net.ParseIP(network.IPAddress) != nil {
			return network.IPAddress
		}
	}
	return ""
}
