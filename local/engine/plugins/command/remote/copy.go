package remote

import (
	"context"

	"github.com/pkg/sftp"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
)

// CopyToRemote is the resource command:remote:CopyToRemote: a file, a text or a
// folder copied to a host by SFTP. Deleting the resource leaves the copy there.
type CopyToRemote struct{}

// CopyToRemoteInputs are the inputs of a CopyToRemote.
type CopyToRemoteInputs struct {
	// Connection is secret as a whole.
	Connection *Connection `pulumi:"connection" provider:"secret"`
	Triggers   *[]any      `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	// Source is a FileAsset, a StringAsset or a FileArchive, whose path may name
	// a folder; archive files are copied as they are.
	Source types.AssetOrArchive `pulumi:"source"`
	// RemotePath is where to; see upload for how files and folders land there.
	RemotePath string `pulumi:"remotePath"`
}

// CopyToRemoteOutputs are the state of a CopyToRemote.
type CopyToRemoteOutputs struct{ CopyToRemoteInputs }

// Check refuses inputs of the wrong name or type and sources of other kinds. A
// source that is not known yet is refused too, in previews, as the official
// plugin does: make it from a value that every preview knows.
func (CopyToRemote) Check(
	ctx context.Context, req infer.CheckRequest,
) (infer.CheckResponse[CopyToRemoteInputs], error) {
	return check(ctx, req, func(inputs CopyToRemoteInputs) (property, reason string) {
		return "source", rejectSource(inputs.Source)
	})
}

func rejectSource(source types.AssetOrArchive) string {
	asset, archive := source.Asset, source.Archive
	switch {
	case asset == nil && archive == nil:
		return "either asset or archive must be set: " +
			"a source made from an output that the preview does not know yet counts as none"
	case asset != nil && !asset.IsPath() && !asset.IsText():
		return "an asset must be a FileAsset or a StringAsset"
	case archive != nil && !archive.IsPath():
		return "an archive must be a FileArchive"
	}
	return ""
}

// Create copies the source.
func (CopyToRemote) Create(
	ctx context.Context, req infer.CreateRequest[CopyToRemoteInputs],
) (infer.CreateResponse[CopyToRemoteOutputs], error) {
	id, err := resource.NewUniqueHex(req.Name, 8, 0)
	if err == nil && !req.DryRun {
		err = req.Inputs.copy(ctx)
	}
	return infer.CreateResponse[CopyToRemoteOutputs]{ID: id, Output: CopyToRemoteOutputs{req.Inputs}}, err
}

// Update copies the source again if its content or its destination changed;
// another connection alone is no reason to.
func (CopyToRemote) Update(
	ctx context.Context, req infer.UpdateRequest[CopyToRemoteInputs, CopyToRemoteOutputs],
) (infer.UpdateResponse[CopyToRemoteOutputs], error) {
	changed := digest(req.Inputs.Source) != digest(req.State.Source) || req.Inputs.RemotePath != req.State.RemotePath
	var err error
	if changed && !req.DryRun {
		err = req.Inputs.copy(ctx)
	}
	return infer.UpdateResponse[CopyToRemoteOutputs]{Output: CopyToRemoteOutputs{req.Inputs}}, err
}

func digest(source types.AssetOrArchive) string {
	if source.Archive != nil {
		return source.Archive.Hash
	}
	return source.Asset.Hash
}

func (c *CopyToRemoteInputs) copy(ctx context.Context) error {
	files, done, err := channel(ctx, c.Connection, func(client *ssh.Client) (*sftp.Client, error) {
		// Concurrent writes may leave a longer file than what was written after a
		// failure: of no concern here, where a failure makes the next run copy again.
		return sftp.NewClient(client, sftp.UseConcurrentWrites(true))
	})
	if err != nil {
		return err
	}
	defer done()
	defer files.Close()
	return upload(files, c.Source, c.RemotePath)
}
