package resources

import (
	"context"
	"crypto/sha1" // not for security: it is what the official provider keeps of user data
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

var droplet = &schema.Resource{
	Token: "digitalocean:index/droplet:Droplet",
	Fields: schema.Fields{
		"image": {Kind: schema.String, Required: true, ForceNew: true, Validate: notEmpty},
		"name":  autoNamed,
		"region": {
			Kind: schema.String, Optional: true, Computed: true, ForceNew: true,
			Validate: notEmpty, Normalize: strings.ToLower,
		},
		"size":             {Kind: schema.String, Required: true, Validate: notEmpty, Normalize: strings.ToLower},
		"resizeDisk":       optional(withDefault(flag, true)),
		"gracefulShutdown": optional(withDefault(flag, false)),
		"backups":          optional(withDefault(flag, false)),
		"backupPolicy": {Kind: schema.Object, Optional: true, Fields: schema.Fields{
			"plan":    optional(oneOf("daily", "weekly")),
			"weekday": optional(oneOf("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")),
			"hour":    {Kind: schema.Int, Optional: true, Validate: isBackupHour},
		}},
		"ipv6": {Kind: schema.Bool, Optional: true, Default: false, ForceNewIf: turnedOff},
		// Enabling IPv6 in place gives an address that a preview cannot know.
		"ipv6Address":       {Kind: schema.String, Optional: true, Computed: true, NewWith: "ipv6"},
		"privateNetworking": computed(optional(flag)),
		"publicNetworking":  forceNew(computed(optional(flag))),
		"monitoring":        forceNew(optional(withDefault(flag, false))),
		"dropletAgent":      forceNew(optional(flag)),
		"sshKeys":           forceNew(optional(setOf(filled(text)))),
		"userData":          {Kind: schema.String, Optional: true, ForceNew: true, Validate: notEmpty, Normalize: sha1Hex},
		"volumeIds":         computed(optional(setOf(text))),
		"tags":              optional(setOf(tagName)),
		"vpcUuid":           forceNew(computed(optional(filled(text)))),
		"gpuPartitionMode":  forceNew(optional(oneOf(godo.GPUPartitionModeSPXNPS1, godo.GPUPartitionModeDPXNPS2))),

		"dropletUrn": text, "status": text, "createdAt": text, "locked": flag,
		"ipv4Address": text, "ipv4AddressPrivate": text,
		"disk": whole, "vcpus": whole, "memory": whole,
		"priceHourly": decimal, "priceMonthly": decimal,
	},
	Rules:         dropletProblems,
	Create:        createDroplet,
	Read:          readDroplet,
	Update:        updateDroplet,
	Delete:        deleteDroplet,
	CreateTimeout: time.Hour,
	UpdateTimeout: time.Hour,
	DeleteTimeout: time.Minute,
}

func sha1Hex(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

// turnedOff: IPv6 cannot be taken from a droplet.
func turnedOff(old, now any) bool { return old == true && now == false }

func isBackupHour(value any) error {
	if hour, ok := value.(float64); !ok || hour < 0 || hour > 20 {
		return errors.New("a backup begins at hour 0, 4, 8, 12, 16 or 20")
	}
	return nil
}

func dropletProblems(inputs schema.Values) []string {
	if inputs.Has("backupPolicy") && inputs["backups"] == false {
		return []string{"backup_policy can only be set when backups are enabled: set backups to true"}
	}
	return nil
}

func createDroplet(ctx context.Context, api *godo.Client, inputs schema.Values) (string, schema.Values, error) {
	created, _, err := api.Droplets.Create(ctx, dropletRequest(inputs))
	if err != nil {
		return "", nil, fmt.Errorf("Error creating droplet: %w", err)
	}
	found, err := dropletWatch{api: api, id: created.ID}.awaitCreation(ctx)
	if err != nil {
		return strconv.Itoa(created.ID), nil, err
	}
	attributes, err := dropletAttributes(found)
	return strconv.Itoa(created.ID), attributes, err
}

func dropletRequest(inputs schema.Values) *godo.DropletCreateRequest {
	request := &godo.DropletCreateRequest{
		Name:              inputs.String("name"),
		Region:            inputs.String("region"),
		Size:              inputs.String("size"),
		Backups:           inputs.Bool("backups"),
		IPv6:              inputs.Bool("ipv6"),
		PrivateNetworking: inputs.Bool("privateNetworking"),
		Monitoring:        inputs.Bool("monitoring"),
		UserData:          inputs.String("userData"),
		VPCUUID:           inputs.String("vpcUuid"),
		GPUPartitionMode:  inputs.String("gpuPartitionMode"),
		Tags:              inputs.Strings("tags"),
		BackupPolicy:      backupPolicy(inputs),
	}
	image := inputs.String("image")
	if number, err := strconv.Atoi(image); err == nil {
		request.Image.ID = number
	} else {
		request.Image.Slug = image
	}
	for _, key := range inputs.Strings("sshKeys") {
		if number, err := strconv.Atoi(key); err == nil {
			request.SSHKeys = append(request.SSHKeys, godo.DropletCreateSSHKey{ID: number})
		} else {
			request.SSHKeys = append(request.SSHKeys, godo.DropletCreateSSHKey{Fingerprint: key})
		}
	}
	for _, volume := range inputs.Strings("volumeIds") {
		request.Volumes = append(request.Volumes, godo.DropletCreateVolume{ID: volume})
	}
	if inputs.Has("dropletAgent") {
		request.WithDropletAgent = godo.PtrTo(inputs.Bool("dropletAgent"))
	}
	// Public networking is the API's default, and only its absence is asked for.
	if inputs["publicNetworking"] == false {
		request.PublicNetworking = godo.PtrTo(false)
	}
	return request
}

func backupPolicy(inputs schema.Values) *godo.DropletBackupPolicyRequest {
	if !inputs.Has("backupPolicy") {
		return nil
	}
	policy := inputs.Object("backupPolicy")
	return &godo.DropletBackupPolicyRequest{
		Plan:    policy.String("plan"),
		Weekday: policy.String("weekday"),
		Hour:    godo.PtrTo(policy.Int("hour")),
	}
}

func dropletID(id string) (int, error) {
	number, err := strconv.Atoi(id)
	if err != nil {
		return 0, fmt.Errorf("invalid droplet id %q: it must be a number", id)
	}
	return number, nil
}
