package resources

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

var sshKey = &schema.Resource{
	Token: "digitalocean:index/sshKey:SshKey",
	Fields: schema.Fields{
		"name": autoNamed,
		"publicKey": {
			Kind: schema.String, Required: true, ForceNew: true, Validate: notEmpty,
			// A line break at the end, as files have it, is no other key.
			Normalize: strings.TrimSpace,
		},
		"fingerprint": text,
	},
	Create:        createSSHKey,
	Read:          readSSHKey,
	Update:        updateSSHKey,
	Delete:        deleteSSHKey,
	CreateTimeout: 2 * time.Minute,
}

func createSSHKey(ctx context.Context, api *godo.Client, inputs schema.Values) (string, schema.Values, error) {
	key, _, err := api.Keys.Create(ctx, &godo.KeyCreateRequest{
		Name:      inputs.String("name"),
		PublicKey: inputs.String("publicKey"),
	})
	if err != nil {
		return "", nil, fmt.Errorf("Error creating SSH Key: %w", err)
	}
	id := strconv.Itoa(key.ID)
	var attributes schema.Values
	// A new key may be unknown for a moment to the server that answers the next call.
	err = await(ctx, "found", []string{notFound}, func() (state string, err error) {
		if attributes, err = readSSHKey(ctx, api, id, nil); attributes == nil {
			return notFound, err
		}
		return "found", nil
	})
	return id, attributes, err
}

func readSSHKey(ctx context.Context, api *godo.Client, id string, _ schema.Values) (schema.Values, error) {
	number, err := keyID(id)
	if err != nil {
		return nil, err
	}
	key, response, err := api.Keys.GetByID(ctx, number)
	if isGone(response) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Error retrieving SSH key: %w", err)
	}
	return schema.Values{
		"name":        key.Name,
		"fingerprint": key.Fingerprint,
		"publicKey":   strings.TrimSpace(key.PublicKey),
	}, nil
}

func updateSSHKey(ctx context.Context, api *godo.Client, id string, change schema.Change) (schema.Values, error) {
	number, err := keyID(id)
	if err != nil {
		return nil, err
	}
	if _, _, err := api.Keys.UpdateByID(ctx, number, &godo.KeyUpdateRequest{Name: change.Inputs.String("name")}); err != nil {
		return nil, fmt.Errorf("Failed to update SSH key: %w", err)
	}
	return readSSHKey(ctx, api, id, nil)
}

func deleteSSHKey(ctx context.Context, api *godo.Client, id string, _ schema.Values) error {
	number, err := keyID(id)
	if err != nil {
		return err
	}
	if _, err := api.Keys.DeleteByID(ctx, number); err != nil {
		return fmt.Errorf("Error deleting SSH key: %w", err)
	}
	return nil
}

func keyID(id string) (int, error) {
	number, err := strconv.Atoi(id)
	if err != nil {
		return 0, fmt.Errorf("invalid SSH key id %q: it must be a number", id)
	}
	return number, nil
}
