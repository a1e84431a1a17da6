package resources_test

import (
	"strings"
	"time"

	"django-droplet/local/engine/plugins/digitalocean/resources"
)

// trimmed takes the line break off JSON bodies.
func trimmed(bodies []string) []string {
	out := make([]string, len(bodies))
	for i, body := range bodies {
		out[i] = strings.TrimSpace(body)
	}
	return out
}

func deleteTimeout(token string) time.Duration {
	for _, resource := range resources.All() {
		if resource.Token == token {
			return resource.DeleteTimeout
		}
	}
	return 0
}
