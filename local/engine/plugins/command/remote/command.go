package remote

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Command is the resource command:remote:Command: a command that runs on a
// host when the resource is created, updated or deleted.
type Command struct{}

// CommandInputs are the inputs of a Command. Every difference in them re-runs
// the command, whichever input it is; only one in Triggers replaces the resource.
type CommandInputs struct {
	// Connection is secret as a whole.
	Connection *Connection `pulumi:"connection" provider:"secret"`
	// Create runs at creation, and at an update for which there is no Update.
	Create *string `pulumi:"create,optional"`
	Update *string `pulumi:"update,optional"`
	// Delete runs at deletion, over the connection that the state holds.
	// Without it a deletion does not even dial.
	Delete *string `pulumi:"delete,optional"`
	// Stdin is fed to whichever of the three commands runs.
	Stdin    *string `pulumi:"stdin,optional"`
	Triggers *[]any  `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	// Environment holds variables that the server's AcceptEnv must allow.
	Environment map[string]string `pulumi:"environment,optional"`
	// AddPreviousOutputInEnv, true by default, sends the outputs of the run
	// before as PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR.
	AddPreviousOutputInEnv *bool    `pulumi:"addPreviousOutputInEnv,optional"`
	Logging                *Logging `pulumi:"logging,optional"`
}

// CommandOutputs are the state of a Command: its inputs and what it printed.
type CommandOutputs struct {
	CommandInputs
	Printed
}

// Printed is what a run printed, without the last newline.
type Printed struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// Check refuses inputs of the wrong name or type, and an unknown logging mode.
func (Command) Check(ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[CommandInputs], error) {
	known := req.NewInputs.Get("logging").IsString()
	return check(ctx, req, func(inputs CommandInputs) (property, reason string) {
		if !known {
			return "", ""
		}
		return "logging", inputs.Logging.reject()
	})
}

// Create runs the create command. When that fails nothing is kept, so the next
// deployment starts again with create.
func (Command) Create(
	ctx context.Context, req infer.CreateRequest[CommandInputs],
) (infer.CreateResponse[CommandOutputs], error) {
	id, err := resource.NewUniqueHex(req.Name, 8, 0)
	state := CommandOutputs{CommandInputs: req.Inputs}
	if err == nil && !req.DryRun && req.Inputs.Create != nil {
		state.Printed, err = req.Inputs.run(ctx, *req.Inputs.Create, Printed{})
	}
	return infer.CreateResponse[CommandOutputs]{ID: id, Output: state}, err
}

// Update runs the update command, or the create command where there is none.
// When that fails the state keeps the old inputs.
func (Command) Update(
	ctx context.Context, req infer.UpdateRequest[CommandInputs, CommandOutputs],
) (infer.UpdateResponse[CommandOutputs], error) {
	command := req.Inputs.Update
	if command == nil {
		command = req.Inputs.Create
	}
	state := CommandOutputs{CommandInputs: req.Inputs, Printed: req.State.Printed}
	var err error
	if !req.DryRun && command != nil {
		state.Printed, err = req.Inputs.run(ctx, *command, req.State.Printed)
	}
	return infer.UpdateResponse[CommandOutputs]{Output: state}, err
}

// Delete runs the delete command, if there is one.
func (Command) Delete(ctx context.Context, req infer.DeleteRequest[CommandOutputs]) (infer.DeleteResponse, error) {
	if req.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	_, err := req.State.run(ctx, *req.State.Delete, req.State.Printed)
	return infer.DeleteResponse{}, err
}
