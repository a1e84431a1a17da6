package remote

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
	"github.com/pulumi/pulumi-go-provider/infer/types"
)

// upload copies the source, making the folders on the way to it:
//
//	source   to a folder        to nothing        to a file
//	text     error              the file          overwrites it
//	file     folder/file        the file          overwrites it
//	dir      folder/dir         path/dir          error
//	dir/     its content into   its content into  error
func upload(host *sftp.Client, source types.AssetOrArchive, remotePath string) error {
	local := ""
	switch {
	case source.Archive != nil:
		local = source.Archive.Path
	case source.Asset.IsText():
		return uploadText(host, source.Asset.Text, remotePath)
	default:
		local = source.Asset.Path
	}
	info, err := os.Stat(local)
	if err != nil {
		return err
	}
	isFolder, isFile, err := look(host, remotePath)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		if isFolder {
			remotePath = path.Join(remotePath, filepath.Base(local))
		}
		return uploadFile(host, local, remotePath)
	}
	if isFile {
		return fmt.Errorf("remotePath %s is a file on the host, and %s is a folder: name a folder", remotePath, local)
	}
	if !strings.HasSuffix(local, "/") {
		remotePath = path.Join(remotePath, filepath.Base(local))
	}
	return uploadFolder(host, local, remotePath)
}

func uploadText(host *sftp.Client, text, remotePath string) error {
	isFolder, _, err := look(host, remotePath)
	if err != nil {
		return err
	}
	if isFolder {
		return fmt.Errorf("remotePath %s is a folder on the host: a text has no name of its own, so name a file", remotePath)
	}
	return write(host, strings.NewReader(text), remotePath)
}

func uploadFolder(host *sftp.Client, local, remotePath string) error {
	return fs.WalkDir(os.DirFS(local), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := path.Join(remotePath, name)
		if !entry.IsDir() {
			return uploadFile(host, filepath.Join(local, name), target)
		}
		if err := host.MkdirAll(target); err != nil {
			return fmt.Errorf("folder %s cannot be made on the host: %w", target, err)
		}
		return nil
	})
}

func uploadFile(host *sftp.Client, local, remotePath string) error {
	file, err := os.Open(local)
	if err != nil {
		return err
	}
	defer file.Close()
	return write(host, file, remotePath)
}

// write makes or overwrites the file. Its mode is left to the host's umask.
func write(host *sftp.Client, content io.Reader, remotePath string) error {
	if err := host.MkdirAll(path.Dir(remotePath)); err != nil {
		return fmt.Errorf("folder %s cannot be made on the host: %w", path.Dir(remotePath), err)
	}
	file, err := host.Create(remotePath)
	if err != nil {
		return fmt.Errorf("file %s cannot be made on the host: %w", remotePath, err)
	}
	_, err = file.ReadFrom(content)
	if err = cmp.Or(err, file.Close()); err != nil {
		return fmt.Errorf("file %s cannot be written on the host: %w", remotePath, err)
	}
	return nil
}

// look tells what is at a path of the host: a folder, a file (anything else
// that exists) or nothing.
func look(host *sftp.Client, remotePath string) (isFolder, isFile bool, err error) {
	info, err := host.Stat(remotePath)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, false, nil
	case err != nil:
		return false, false, fmt.Errorf("remotePath %s cannot be looked at: %w", remotePath, err)
	default:
		return info.IsDir(), !info.IsDir(), nil
	}
}
