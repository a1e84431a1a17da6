package remote_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/integration/fake"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	comprovider "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	rpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"django-droplet/local/engine/plugins/command/remote"
)

// engine plays Pulumi's: it speaks the provider protocol, with real gRPC for
// the log, and takes the decisions between check, diff and the operations.
type engine struct {
	t        testing.TB
	provider rpc.ResourceProviderServer
	server   *fake.EngineServer
}

func newEngine(t testing.TB) *engine {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	server := fake.NewEngineServer()
	address, _, err := fake.StartEngineServer(ctx, server)
	require.NoError(t, err)
	host, err := comprovider.NewHostClient(address)
	require.NoError(t, err)
	built, err := infer.NewProviderBuilder().WithResources(remote.Resources()...).Build()
	require.NoError(t, err)
	provider, err := p.RawServer("command", "1.2.1", built)(host)
	require.NoError(t, err)
	_, err = provider.Configure(ctx, &rpc.ConfigureRequest{SendsOldInputs: true, SendsOldInputsToDelete: true})
	require.NoError(t, err)
	return &engine{t, provider, server}
}

// logged lists the messages of a severity, status messages included.
func (e *engine) logged(severity rpc.LogSeverity) []string {
	var messages []string
	for _, entry := range e.server.Logs() {
		if entry.Severity == severity {
			messages = append(messages, entry.Message)
		}
	}
	return messages
}

// entry is a resource of a stack, as far as the engine remembers it.
type entry struct {
	engine        *engine
	urn           resource.URN
	id            string
	inputs, state resource.PropertyMap
	// timeout is customTimeouts of each operation, in seconds; 0 for none.
	timeout float64
}

func (e *engine) command(name string) *entry { return e.entry("command:remote:Command", name) }

func (e *engine) copy(name string) *entry { return e.entry("command:remote:CopyToRemote", name) }

func (e *engine) entry(token tokens.Type, name string) *entry {
	return &entry{engine: e, urn: resource.NewURN("test", "project", "", token, name)}
}

// up deploys the inputs, and tells which operation that took: create, update,
// replace or same. After an error the entry is what it was before.
func (r *entry) up(inputs resource.PropertyMap) (operation string, err error) {
	operation, checked, err := r.plan(inputs)
	if err != nil {
		return operation, err
	}
	old := *r
	switch operation {
	case "create", "replace":
		err = r.create(checked)
		if err == nil && operation == "replace" {
			err = old.destroy()
		}
	case "update":
		var state resource.PropertyMap
		if state, err = r.update(checked, false); err == nil {
			r.inputs, r.state = checked, state
		}
	}
	return operation, err
}

// preview tells the operation and the outputs that the preview would show.
func (r *entry) preview(inputs resource.PropertyMap) (operation string, outputs resource.PropertyMap, err error) {
	operation, checked, err := r.plan(inputs)
	if err != nil {
		return operation, nil, err
	}
	switch operation {
	case "create", "replace":
		response, err := r.engine.provider.Create(context.Background(), &rpc.CreateRequest{
			Urn: string(r.urn), Properties: r.engine.marshal(checked), Preview: true,
		})
		return operation, r.engine.unmarshal(response.GetProperties()), err
	case "update":
		outputs, err = r.update(checked, true)
		return operation, outputs, err
	default:
		return operation, r.state, nil
	}
}

// plan checks the inputs and compares them with the last ones.
func (r *entry) plan(inputs resource.PropertyMap) (operation string, checked resource.PropertyMap, err error) {
	ctx := context.Background()
	check, err := r.engine.provider.Check(ctx, &rpc.CheckRequest{
		Urn: string(r.urn), Olds: r.engine.marshal(r.inputs), News: r.engine.marshal(inputs),
	})
	if err != nil {
		return "check", nil, err
	}
	for _, failure := range check.GetFailures() {
		err = errors.Join(err, describe(failure, inputs))
	}
	if err != nil {
		return "check", nil, err
	}
	checked = r.engine.unmarshal(check.GetInputs())
	if r.id == "" {
		return "create", checked, nil
	}
	diff, err := r.engine.provider.Diff(ctx, &rpc.DiffRequest{
		Id: r.id, Urn: string(r.urn), Olds: r.engine.marshal(r.state),
		OldInputs: r.engine.marshal(r.inputs), News: r.engine.marshal(checked),
	})
	switch {
	case err != nil:
		return "diff", nil, err
	case len(diff.GetReplaces()) > 0 || replacesOnChange(diff):
		return "replace", checked, nil
	case diff.GetChanges() == rpc.DiffResponse_DIFF_SOME:
		return "update", checked, nil
	default:
		return "same", checked, nil
	}
}

// describe words a failed check as the engine does.
func describe(failure *rpc.CheckFailure, inputs resource.PropertyMap) error {
	if name := failure.GetProperty(); name != "" {
		return fmt.Errorf("property %s value %v has a problem: %s",
			name, inputs[resource.PropertyKey(name)], failure.GetReason())
	}
	return fmt.Errorf("resource has a problem: %s", failure.GetReason())
}

// replacesOnChange applies the option that @pulumi/command gives the engine with
// each of its resources: replaceOnChanges: ["triggers[*]"].
func replacesOnChange(diff *rpc.DiffResponse) bool {
	for path := range diff.GetDetailedDiff() {
		if strings.HasPrefix(path, "triggers[") {
			return true
		}
	}
	return false
}

func (r *entry) create(checked resource.PropertyMap) error {
	response, err := r.engine.provider.Create(context.Background(), &rpc.CreateRequest{
		Urn: string(r.urn), Properties: r.engine.marshal(checked), Timeout: r.timeout,
	})
	if err == nil {
		r.id, r.inputs, r.state = response.GetId(), checked, r.engine.unmarshal(response.GetProperties())
	}
	return err
}

func (r *entry) update(checked resource.PropertyMap, preview bool) (resource.PropertyMap, error) {
	response, err := r.engine.provider.Update(context.Background(), &rpc.UpdateRequest{
		Id: r.id, Urn: string(r.urn), Olds: r.engine.marshal(r.state), OldInputs: r.engine.marshal(r.inputs),
		News: r.engine.marshal(checked), Preview: preview, Timeout: r.timeout,
	})
	return r.engine.unmarshal(response.GetProperties()), err
}

func (r *entry) destroy() error {
	_, err := r.engine.provider.Delete(context.Background(), &rpc.DeleteRequest{
		Id: r.id, Urn: string(r.urn), Properties: r.engine.marshal(r.state), OldInputs: r.engine.marshal(r.inputs),
		Timeout: r.timeout,
	})
	return err
}

var keepAll = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, ComputeAssetHashes: true}

func (e *engine) marshal(properties resource.PropertyMap) *structpb.Struct {
	marshalled, err := plugin.MarshalProperties(properties, keepAll)
	require.NoError(e.t, err)
	return marshalled
}

func (e *engine) unmarshal(properties *structpb.Struct) resource.PropertyMap {
	if properties == nil {
		return nil
	}
	unmarshalled, err := plugin.UnmarshalProperties(properties, keepAll)
	require.NoError(e.t, err)
	return unmarshalled
}
