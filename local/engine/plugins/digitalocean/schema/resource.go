package schema

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/digitalocean/godo"
	p "github.com/pulumi/pulumi-go-provider"
)

// Resource is one type of resource: its table, and the calls that the table cannot tell. The
// functions get the inputs with their defaults and never an unknown value.
type Resource struct {
	// Token is the Pulumi type: digitalocean:index/sshKey:SshKey.
	Token  string
	Fields Fields
	// Rules says what is wrong with inputs that are right one by one.
	Rules func(inputs Values) []string
	// Create answers with the new id and what the API says of it; an id with an error is a resource
	// that exists and is not right yet, which the state keeps.
	Create func(ctx context.Context, api *godo.Client, inputs Values) (id string, attributes Values, err error)
	// Read answers nil where the resource is gone.
	Read func(ctx context.Context, api *godo.Client, id string, state Values) (Values, error)
	// Import is nil where a resource is imported by its id alone. Otherwise it tells the id, and what
	// else Read has to know, of the text that an import names.
	Import func(text string) (id string, state Values, err error)
	// Update is nil where every change replaces.
	Update func(ctx context.Context, api *godo.Client, id string, change Change) (Values, error)
	Delete func(ctx context.Context, api *godo.Client, id string, state Values) error
	// CreateTimeout, UpdateTimeout and DeleteTimeout bound the waits; the program's customTimeouts win.
	CreateTimeout, UpdateTimeout, DeleteTimeout time.Duration
}

// Change is what Update is asked for: the state as it was, the inputs as they shall be, and the
// names of the fields that differ.
type Change struct {
	State, Inputs Values
	Changed       map[string]bool
}

// Name is the last part of the token: SshKey.
func (r *Resource) Name() string { return r.Token[strings.LastIndex(r.Token, ":")+1:] }

// InputNames lists what a program may set, sorted.
func (r *Resource) InputNames() []string { return r.Fields.Names(Field.IsInput) }

// Apply updates the resource in place. Nothing need have changed: the engine asks for an update
// after a creation or an update that failed, too.
func (r *Resource) Apply(ctx context.Context, api *godo.Client, req p.UpdateRequest) (Values, error) {
	change := Change{State: Plain(req.State), Inputs: Plain(req.Inputs)}
	change.Changed = r.changed(change.State, change.Inputs, req.IgnoreChanges)
	act := func() (Values, error) { return r.Read(ctx, api, req.ID, change.State) }
	if r.Update != nil {
		act = func() (Values, error) { return r.Update(ctx, api, req.ID, change) }
	}
	attributes, err := act()
	if err == nil && attributes == nil {
		err = fmt.Errorf("%s (%s) not found: `pulumi refresh` takes it out of the state", r.Name(), req.ID)
	}
	return attributes, err
}
