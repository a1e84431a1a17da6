package remote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/archive"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

func TestCopiesLandWhereTheTableSays(t *testing.T) {
	server := sshd.Start(t, ed25519)
	local := t.TempDir()
	write(t, filepath.Join(local, "app", "sub", "b.txt"), "b")
	write(t, filepath.Join(local, "app", "a.txt"), "a")
	file, folder := fileAsset(t, filepath.Join(local, "app", "a.txt")), filepath.Join(local, "app")
	for name, test := range map[string]struct {
		source   any
		to, file string
		err      string
	}{
		"text to nothing":                 {source: text(t, "a"), to: "deep/er/x", file: "deep/er/x"},
		"text over a file":                {source: text(t, "a"), to: "file", file: "file"},
		"text to a folder":                {source: text(t, "a"), to: "folder", err: "folder is a folder on the host"},
		"file to nothing":                 {source: file, to: "deep/er/x", file: "deep/er/x"},
		"file over a file":                {source: file, to: "file", file: "file"},
		"file to a folder":                {source: file, to: "folder", file: "folder/a.txt"},
		"folder to nothing":               {source: folderArchive(t, folder), to: "new", file: "new/app/a.txt"},
		"folder to a folder":              {source: folderArchive(t, folder), to: "folder", file: "folder/app/a.txt"},
		"folder with a slash to nothing":  {source: folderArchive(t, folder+"/"), to: "new", file: "new/a.txt"},
		"folder with a slash to a folder": {source: folderArchive(t, folder+"/"), to: "folder", file: "folder/a.txt"},
		"folder to a file":                {source: folderArchive(t, folder), to: "file", err: "file is a file on the host"},
		"file that is not there":          {source: missing(), to: "x", err: "no such file or directory"},
	} {
		t.Run(name, func(t *testing.T) {
			host := t.TempDir()
			write(t, filepath.Join(host, "file"), "something longer")
			write(t, filepath.Join(host, "folder", "kept"), "kept")
			_, err := newEngine(t).copy("app").up(inputs(connect(server), values{
				"source": test.source, "remotePath": filepath.Join(host, test.to),
			}))
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "a", contents(t, filepath.Join(host, test.file)))
			if strings.HasPrefix(name, "folder") {
				assert.Equal(t, "b", contents(t, filepath.Join(host, filepath.Dir(test.file), "sub", "b.txt")))
			}
			assert.Equal(t, "kept", contents(t, filepath.Join(host, "folder", "kept")))
		})
	}
}

func TestLargeFileArrivesWhole(t *testing.T) {
	server := sshd.Start(t, ed25519)
	large := strings.Repeat("0123456789abcdef", 1<<18)
	local, target := filepath.Join(t.TempDir(), "app.tar.gz"), filepath.Join(server.Home, "app.tar.gz")
	write(t, local, large)
	_, err := newEngine(t).copy("app").up(inputs(connect(server), values{"source": fileAsset(t, local), "remotePath": target}))
	require.NoError(t, err)
	assert.Equal(t, large, contents(t, target))
}

func TestCopyIsRepeatedOnlyForOtherContentOrAnotherPath(t *testing.T) {
	server := sshd.Start(t, ed25519)
	first, second := filepath.Join(server.Home, "1"), filepath.Join(server.Home, "2")
	resource := newEngine(t).copy("app")
	for _, step := range []struct {
		connection      values
		content, target string
		operation       string
		copied          bool
	}{
		{connect(server), "a", first, "create", true},
		{connect(server), "a", first, "same", false},
		{connect(server, values{"perDialTimeout": 7}), "a", first, "update", false},
		{connect(server), "b", first, "update", true},
		{connect(server), "b", second, "update", true},
	} {
		if !step.copied {
			require.NoError(t, os.WriteFile(step.target, []byte("somebody's"), 0o600))
		}
		operation, err := resource.up(inputs(step.connection, values{
			"source": text(t, step.content), "remotePath": step.target,
		}))
		require.NoError(t, err)
		assert.Equal(t, step.operation, operation)
		if step.copied {
			assert.Equal(t, step.content, contents(t, step.target))
		} else {
			assert.Equal(t, "somebody's", contents(t, step.target))
		}
	}
	require.NoError(t, resource.destroy())
	assert.FileExists(t, second, "a deletion leaves the copy")
}

func TestChangedTriggerReplacesTheCopy(t *testing.T) {
	server := sshd.Start(t, ed25519)
	copied, target := newEngine(t).copy("app"), filepath.Join(server.Home, "x")
	for trigger, expected := range []string{"create", "replace"} {
		require.NoError(t, os.WriteFile(target, []byte("somebody's"), 0o600))
		operation, err := copied.up(inputs(connect(server), values{
			"source": text(t, "a"), "remotePath": target, "triggers": []any{trigger},
		}))
		require.NoError(t, err)
		assert.Equal(t, expected, operation)
		assert.Equal(t, "a", contents(t, target))
	}
}

func TestSourceThatIsUnknownInThePreviewFailsIt(t *testing.T) {
	server := sshd.Start(t, ed25519)
	_, _, err := newEngine(t).copy("app").preview(inputs(connect(server), values{
		"source": unknown(), "remotePath": "/x",
	}))
	require.ErrorContains(t, err, "either asset or archive must be set")
}

func TestSourcesOfOtherKindsAreRefused(t *testing.T) {
	server := sshd.Start(t, ed25519)
	uri := &asset.Asset{Sig: asset.AssetSig, URI: "https://example.invalid/x", Hash: "any"}
	assets, err := archive.FromAssets(map[string]any{})
	require.NoError(t, err)
	for expected, source := range map[string]resource.PropertyValue{
		"must be a FileAsset or a StringAsset": resource.NewAssetProperty(uri),
		"must be a FileArchive":                resource.NewArchiveProperty(assets),
	} {
		_, err := newEngine(t).copy("app").up(inputs(connect(server), values{"source": source, "remotePath": "/x"}))
		require.ErrorContains(t, err, expected)
	}
}

func TestSecretTextStaysSecretAndItsFileIsReadable(t *testing.T) {
	server := sshd.Start(t, ed25519)
	target := filepath.Join(server.Home, "secret")
	copied := newEngine(t).copy("app")
	_, err := copied.up(inputs(connect(server), values{
		"source": resource.MakeSecret(text(t, "hidden")), "remotePath": target,
	}))
	require.NoError(t, err)
	assert.True(t, copied.state["source"].IsSecret())
	assert.True(t, copied.state["connection"].IsSecret())
	info, err := os.Stat(target)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o644), info.Mode(), "there is no input for a mode: the host's umask decides")
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func contents(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func text(t *testing.T, content string) resource.PropertyValue {
	t.Helper()
	made, err := asset.FromText(content)
	require.NoError(t, err)
	return resource.NewAssetProperty(made)
}

func fileAsset(t *testing.T, path string) resource.PropertyValue {
	t.Helper()
	made, err := asset.FromPath(path)
	require.NoError(t, err)
	return resource.NewAssetProperty(made)
}

func folderArchive(t *testing.T, path string) resource.PropertyValue {
	t.Helper()
	made, err := archive.FromPath(path)
	require.NoError(t, err)
	return resource.NewArchiveProperty(made)
}

// missing is a file that went away after the engine had read it.
func missing() resource.PropertyValue {
	return resource.NewAssetProperty(&asset.Asset{Sig: asset.AssetSig, Path: "/nowhere/x", Hash: "gone"})
}
