package fakeapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

var sizes = map[string]Doc{
	"s-1vcpu-1gb": {"slug": "s-1vcpu-1gb", "vcpus": 1, "memory": 1024, "disk": 25, "price_monthly": 6.0, "price_hourly": 0.00893},
	"s-1vcpu-2gb": {"slug": "s-1vcpu-2gb", "vcpus": 1, "memory": 2048, "disk": 50, "price_monthly": 12.0, "price_hourly": 0.01786},
}

func (a *API) dropletRoutes(routes *http.ServeMux) {
	routes.HandleFunc("POST /v2/droplets", func(w http.ResponseWriter, r *http.Request) {
		wanted := body(r)
		if sizes[wanted["size"].(string)] == nil {
			fail(w, http.StatusUnprocessableEntity, "You specified an invalid size for Droplet creation.")
			return
		}
		id := a.nextID()
		a.Droplets[id] = a.newDroplet(id, wanted)
		answer(w, http.StatusAccepted, Doc{"droplet": a.Droplets[id], "links": Doc{"actions": []any{}}})
	})
	routes.HandleFunc("GET /v2/droplets/{id}", func(w http.ResponseWriter, r *http.Request) {
		droplet, ok := a.Droplets[number(r, "id")]
		if !ok {
			missing(w)
			return
		}
		if a.polls[r.URL.Path]++; droplet["status"] == "new" && a.polls[r.URL.Path] > a.PollsUntilActive {
			droplet["status"] = "active"
		}
		answer(w, http.StatusOK, Doc{"droplet": droplet})
	})
	routes.HandleFunc("DELETE /v2/droplets/{id}", func(w http.ResponseWriter, r *http.Request) {
		if a.Droplets[number(r, "id")] == nil {
			missing(w)
			return
		}
		delete(a.Droplets, number(r, "id"))
		answer(w, http.StatusNoContent, nil)
	})
}

func (a *API) newDroplet(id int, wanted Doc) Doc {
	features := []any{"droplet_agent", "private_networking"}
	for _, feature := range []string{"backups", "ipv6", "monitoring"} {
		if wanted[feature] == true {
			features = append(features, feature)
		}
	}
	volumes := []any{}
	for _, volume := range list(wanted["volumes"]) {
		volumes = append(volumes, volume.(Doc)["id"])
	}
	region := strings.ToLower(wanted["region"].(string))
	if region == "" {
		region = "nyc3"
	}
	image := Doc{"id": 7, "slug": wanted["image"]}
	if _, isNumber := wanted["image"].(float64); isNumber {
		image = Doc{"id": wanted["image"], "slug": nil}
	}
	vpc := wanted["vpc_uuid"]
	if vpc == nil {
		vpc = "5a4981aa-9653-4bd1-bef5-d6bff52042e4"
	}
	for _, tag := range list(wanted["tags"]) {
		a.newTag(tag.(string))
	}
	droplet := Doc{
		"id": id, "name": wanted["name"], "status": "new", "locked": false, "created_at": "2026-01-02T03:04:05Z",
		"image": image, "region": Doc{"slug": region}, "features": features,
		"tags": list(wanted["tags"]), "volume_ids": volumes, "vpc_uuid": vpc,
		"networks": Doc{"v4": []any{
			Doc{"ip_address": fmt.Sprintf("10.0.0.%d", id), "type": "private", "netmask": "255.255.0.0"},
			Doc{"ip_address": fmt.Sprintf("198.18.0.%d", id), "type": "public", "netmask": "255.255.255.0"},
		}, "v6": []any{}},
	}
	if wanted["ipv6"] == true {
		addIPv6(droplet, id)
	}
	resize(droplet, wanted["size"].(string))
	return droplet
}

func resize(droplet Doc, size string) {
	droplet["size"], droplet["size_slug"] = sizes[size], size
	for _, key := range []string{"vcpus", "memory", "disk"} {
		droplet[key] = sizes[size][key]
	}
}

func addIPv6(droplet Doc, id int) {
	droplet["networks"].(Doc)["v6"] = []any{Doc{"ip_address": fmt.Sprintf("2001:DB8::%d", id), "type": "public", "netmask": 64}}
}

func list(value any) []any {
	items, _ := value.([]any)
	return append([]any{}, items...)
}

func (a *API) actionRoutes(routes *http.ServeMux) {
	routes.HandleFunc("POST /v2/droplets/{id}/actions", func(w http.ResponseWriter, r *http.Request) {
		id := number(r, "id")
		if a.Droplets[id] == nil {
			missing(w)
			return
		}
		if body(r)["type"] == "power_off" && a.Droplets[id]["status"] == "off" {
			fail(w, http.StatusUnprocessableEntity, "Droplet is already powered off.")
			return
		}
		a.act(a.Droplets[id], id, body(r))
		a.begin(w, body(r)["type"], id)
	})
	routes.HandleFunc("POST /v2/volumes/{volume}/actions", func(w http.ResponseWriter, r *http.Request) {
		id := int(body(r)["droplet_id"].(float64))
		volume := r.PathValue("volume")
		volumes := slices.DeleteFunc(list(a.Droplets[id]["volume_ids"]), func(v any) bool { return v == volume })
		if body(r)["type"] == "attach" {
			volumes = append(volumes, volume)
		}
		a.Droplets[id]["volume_ids"] = volumes
		a.begin(w, body(r)["type"], id)
	})
	// An action is under way when it is first asked for, and done after that.
	routes.HandleFunc("GET /v2/actions/{id}", func(w http.ResponseWriter, r *http.Request) {
		action := a.Actions[number(r, "id")]
		if a.polls[r.URL.Path]++; a.ActionsEndErrored {
			action["status"] = "errored"
		} else if a.polls[r.URL.Path] > 1 {
			action["status"], action["completed_at"] = "completed", "2026-01-02T03:04:06Z"
		}
		answer(w, http.StatusOK, Doc{"action": action})
	})
}

func (a *API) begin(w http.ResponseWriter, kind any, droplet int) {
	id := a.nextID()
	a.Actions[id] = Doc{"id": id, "type": kind, "status": "in-progress", "started_at": "2026-01-02T03:04:05Z",
		"completed_at": nil, "resource_id": droplet, "resource_type": "droplet"}
	answer(w, http.StatusCreated, Doc{"action": a.Actions[id]})
}

func (a *API) act(droplet Doc, id int, action Doc) {
	features := list(droplet["features"])
	switch action["type"] {
	case "power_off", "shutdown":
		droplet["status"] = "off"
	case "power_on":
		droplet["status"] = "active"
	case "resize":
		if !a.ActionsEndErrored {
			resize(droplet, action["size"].(string))
		}
	case "rename":
		droplet["name"] = action["name"]
	case "enable_ipv6":
		droplet["features"] = append(features, "ipv6")
		addIPv6(droplet, id)
	case "enable_backups":
		droplet["features"] = append(features, "backups")
	case "disable_backups":
		droplet["features"] = slices.DeleteFunc(features, func(f any) bool { return f == "backups" })
	}
}
