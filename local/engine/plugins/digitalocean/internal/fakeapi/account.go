package fakeapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

type bodyKey struct{}

func withBody(ctx context.Context, body []byte) context.Context {
	doc := Doc{}
	_ = json.Unmarshal(body, &doc)
	return context.WithValue(ctx, bodyKey{}, doc)
}

func body(r *http.Request) Doc { return r.Context().Value(bodyKey{}).(Doc) }

// accountRoutes are those of SSH keys, tags and firewalls.
func (a *API) accountRoutes(routes *http.ServeMux) {
	routes.HandleFunc("POST /v2/account/keys", func(w http.ResponseWriter, r *http.Request) {
		id := a.nextID()
		a.Keys[id] = Doc{"id": id, "name": body(r)["name"], "public_key": body(r)["public_key"], "fingerprint": fmt.Sprintf("aa:bb:%d", id)}
		answer(w, http.StatusCreated, Doc{"ssh_key": a.Keys[id]})
	})
	routes.HandleFunc("/v2/account/keys/{id}", func(w http.ResponseWriter, r *http.Request) {
		key, ok := a.Keys[number(r, "id")]
		switch {
		case !ok:
			missing(w)
		case r.Method == http.MethodDelete:
			delete(a.Keys, number(r, "id"))
			answer(w, http.StatusNoContent, nil)
		default:
			if r.Method == http.MethodPut {
				key["name"] = body(r)["name"]
			}
			answer(w, http.StatusOK, Doc{"ssh_key": key})
		}
	})
	routes.HandleFunc("POST /v2/tags", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusCreated, Doc{"tag": a.newTag(body(r)["name"].(string))})
	})
	routes.HandleFunc("/v2/tags/{name}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		switch {
		case a.Tags[name] == nil:
			missing(w)
		case r.Method == http.MethodDelete:
			delete(a.Tags, name)
			answer(w, http.StatusNoContent, nil)
		default:
			answer(w, http.StatusOK, Doc{"tag": a.Tags[name]})
		}
	})
	routes.HandleFunc("/v2/tags/{name}/resources", a.tagResources)
	routes.HandleFunc("POST /v2/firewalls", func(w http.ResponseWriter, r *http.Request) {
		id := fmt.Sprintf("fw-%d", a.nextID())
		a.Firewalls[id] = Doc{"id": id, "status": "succeeded", "created_at": "2026-01-02T03:04:05Z", "pending_changes": []any{}}
		a.setFirewall(id, body(r))
		answer(w, http.StatusAccepted, Doc{"firewall": a.Firewalls[id]})
	})
	routes.HandleFunc("/v2/firewalls/{id}", func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		switch {
		case a.Firewalls[id] == nil:
			missing(w)
		case r.Method == http.MethodDelete:
			delete(a.Firewalls, id)
			answer(w, http.StatusNoContent, nil)
		default:
			if r.Method == http.MethodPut {
				a.setFirewall(id, body(r))
			}
			answer(w, http.StatusOK, Doc{"firewall": a.Firewalls[id]})
		}
	})
}

// newTag answers with the tag that there is already, too.
func (a *API) newTag(name string) Doc {
	if a.Tags[name] == nil {
		none := Doc{"count": 0}
		a.Tags[name] = Doc{"name": name, "resources": Doc{
			"count": 0, "droplets": none, "images": none, "volumes": none, "volume_snapshots": none, "databases": none,
		}}
	}
	return a.Tags[name]
}

// setFirewall keeps rules the way the API tells them: port 0 for all and for none.
func (a *API) setFirewall(id string, wanted Doc) {
	for _, key := range []string{"name", "tags", "droplet_ids", "inbound_rules", "outbound_rules"} {
		a.Firewalls[id][key] = wanted[key]
	}
	for _, key := range []string{"inbound_rules", "outbound_rules"} {
		rules, _ := wanted[key].([]any)
		for _, rule := range rules {
			if ports := rule.(Doc)["ports"]; ports == nil || ports == "all" {
				rule.(Doc)["ports"] = "0"
			}
		}
	}
}

func (a *API) tagResources(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if a.Tags[name] == nil {
		missing(w)
		return
	}
	for _, resource := range body(r)["resources"].([]any) {
		var id int
		_, _ = fmt.Sscan(resource.(Doc)["resource_id"].(string), &id)
		tags := []any{}
		for _, tag := range a.Droplets[id]["tags"].([]any) {
			if tag != name {
				tags = append(tags, tag)
			}
		}
		if r.Method == http.MethodPost {
			tags = append(tags, name)
		}
		a.Droplets[id]["tags"] = tags
	}
	answer(w, http.StatusNoContent, nil)
}
