package fakeapi

import (
	"fmt"
	"net/http"
)

// alertRoutes are those of alert policies, and of uptime checks and their alerts.
func (a *API) alertRoutes(routes *http.ServeMux) {
	routes.HandleFunc("POST /v2/monitoring/alerts", func(w http.ResponseWriter, r *http.Request) {
		id := fmt.Sprintf("policy-%d", a.nextID())
		a.Policies[id] = told(body(r), "uuid", id)
		answer(w, http.StatusOK, Doc{"policy": a.Policies[id]})
	})
	routes.HandleFunc("/v2/monitoring/alerts/{id}", func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, a.Policies, r.PathValue("id"), "policy", "uuid")
	})
	routes.HandleFunc("POST /v2/uptime/checks", func(w http.ResponseWriter, r *http.Request) {
		id := fmt.Sprintf("check-%d", a.nextID())
		a.Checks[id] = told(body(r), "id", id)
		answer(w, http.StatusCreated, Doc{"check": a.Checks[id]})
	})
	routes.HandleFunc("/v2/uptime/checks/{id}", func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, a.Checks, r.PathValue("id"), "check", "id")
	})
	routes.HandleFunc("POST /v2/uptime/checks/{check}/alerts", func(w http.ResponseWriter, r *http.Request) {
		if a.Checks[r.PathValue("check")] == nil {
			missing(w)
			return
		}
		id := fmt.Sprintf("alert-%d", a.nextID())
		a.Alerts[r.PathValue("check")+"/"+id] = told(body(r), "id", id)
		answer(w, http.StatusCreated, Doc{"alert": a.Alerts[r.PathValue("check")+"/"+id]})
	})
	routes.HandleFunc("/v2/uptime/checks/{check}/alerts/{id}", func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, a.Alerts, r.PathValue("check")+"/"+r.PathValue("id"), "alert", "id")
	})
}

// told is a thing as the API shows it: with its id, and with empty lists where null was sent.
func told(wanted Doc, key string, id any) Doc {
	wanted[key] = id
	for _, name := range []string{"alerts", "notifications"} {
		if who, ok := wanted[name].(Doc); ok {
			who["email"], who["slack"] = list(who["email"]), list(who["slack"])
		}
	}
	if _, ok := wanted["regions"]; ok {
		wanted["regions"] = list(wanted["regions"])
	}
	return wanted
}

func serve(w http.ResponseWriter, r *http.Request, things map[string]Doc, at, root, key string) {
	switch thing := things[at]; {
	case thing == nil:
		missing(w)
	case r.Method == http.MethodDelete:
		delete(things, at)
		answer(w, http.StatusNoContent, nil)
	case r.Method == http.MethodPut:
		things[at] = told(body(r), key, thing[key])
		answer(w, http.StatusOK, Doc{root: things[at]})
	default:
		answer(w, http.StatusOK, Doc{root: thing})
	}
}
