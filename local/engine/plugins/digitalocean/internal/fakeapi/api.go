// Package fakeapi is a small DigitalOcean for tests: it answers with the real API's shapes, status
// codes and error texts, keeps a log of the calls, and fails where a test asks it to.
package fakeapi

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
)

// Doc is a JSON object.
type Doc = map[string]any

// Call is one request that was made.
type Call struct {
	Method, Path, Body, Authorization string
}

// String is the call's first line: GET /v2/droplets/101.
func (c Call) String() string { return c.Method + " " + c.Path }

// API is the state of the fake. Tests reach into it between calls, and by Edit while some run.
type API struct {
	URL                     string
	Droplets, Keys, Actions map[int]Doc
	Tags, Firewalls         map[string]Doc
	// Alerts are by their check and their own id: check-1/alert-2.
	Policies, Checks, Alerts map[string]Doc
	// PollsUntilActive is how often a new droplet is seen as new.
	PollsUntilActive int
	// ActionsEndErrored makes every action fail once it is asked for.
	ActionsEndErrored bool
	// Invisible is how often a call, by its first line, finds nothing yet.
	Invisible map[string]int
	// Before is told of each call, by its first line, before it is answered.
	Before func(call string)

	mu       sync.Mutex
	calls    []Call
	failures map[string]failure
	polls    map[string]int
	lastID   int
}

type failure struct {
	status  int
	message string
}

// New starts a fake that ends with the test.
func New(t *testing.T) *API {
	t.Helper()
	a := &API{
		Droplets: map[int]Doc{}, Keys: map[int]Doc{}, Tags: map[string]Doc{}, Firewalls: map[string]Doc{},
		Policies: map[string]Doc{}, Checks: map[string]Doc{}, Alerts: map[string]Doc{},
		Actions: map[int]Doc{}, Invisible: map[string]int{}, failures: map[string]failure{}, polls: map[string]int{}, lastID: 100,
	}
	server := httptest.NewServer(a.handler())
	t.Cleanup(server.Close)
	a.URL = server.URL
	return a
}

// Edit changes the state while calls are running.
func (a *API) Edit(change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change()
}

// Fail makes every call of that first line answer with an error.
func (a *API) Fail(call string, status int, message string) {
	a.Edit(func() { a.failures[call] = failure{status, message} })
}

// Calls are the first lines of the calls so far.
func (a *API) Calls() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	lines := []string{}
	for _, call := range a.calls {
		lines = append(lines, call.String())
	}
	return lines
}

// Bodies are the bodies of the calls of that first line.
func (a *API) Bodies(line string) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	bodies := []string{}
	for _, call := range a.calls {
		if call.String() == line {
			bodies = append(bodies, call.Body)
		}
	}
	return bodies
}

// LastAuthorization is the header of the last call.
func (a *API) LastAuthorization() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.calls[len(a.calls)-1].Authorization
}

// Forget empties the log.
func (a *API) Forget() { a.Edit(func() { a.calls = nil }) }

func (a *API) handler() http.Handler {
	routes := http.NewServeMux()
	a.accountRoutes(routes)
	a.dropletRoutes(routes)
	a.actionRoutes(routes)
	a.alertRoutes(routes)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		call := Call{r.Method, r.URL.Path, string(body), r.Header.Get("Authorization")}
		if a.Before != nil {
			a.Before(call.String())
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		a.calls = append(a.calls, call)
		if failure, ok := a.failures[call.String()]; ok {
			fail(w, failure.status, failure.message)
			return
		}
		if a.Invisible[call.String()] > 0 {
			a.Invisible[call.String()]--
			missing(w)
			return
		}
		routes.ServeHTTP(w, r.WithContext(withBody(r.Context(), body)))
	})
}

func (a *API) nextID() int {
	a.lastID++
	return a.lastID
}

func answer(w http.ResponseWriter, status int, doc any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if doc != nil {
		_ = json.NewEncoder(w).Encode(doc)
	}
}

func fail(w http.ResponseWriter, status int, message string) {
	answer(w, status, Doc{"id": "error", "message": message})
}

func missing(w http.ResponseWriter) {
	fail(w, http.StatusNotFound, "The resource you were accessing could not be found.")
}

func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.PathValue(name))
	return n
}
