package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
)

func encoded(t *testing.T, algorithm, curve string, bits int) (string, Encoded) {
	t.Helper()
	key, err := generate(Args{Algorithm: algorithm, EcdsaCurve: &curve, RsaBits: &bits})
	require.NoError(t, err)
	id, out, err := encode(key)
	require.NoError(t, err)
	return id, out
}

func TestPemTypes(t *testing.T) {
	for _, test := range []struct{ algorithm, curve, kind string }{
		{"ED25519", "P224", "PRIVATE KEY"},
		{"RSA", "P224", "RSA PRIVATE KEY"},
		{"ECDSA", "P224", "EC PRIVATE KEY"},
		{"ECDSA", "P521", "EC PRIVATE KEY"},
	} {
		t.Run(test.algorithm+test.curve, func(t *testing.T) {
			_, out := encoded(t, test.algorithm, test.curve, 2048)

			assert.True(t, strings.HasPrefix(out.PrivateKeyPem, "-----BEGIN "+test.kind+"-----\n"))
			assert.True(t, strings.HasPrefix(out.PrivateKeyPemPkcs8, "-----BEGIN PRIVATE KEY-----\n"))
			assert.True(t, strings.HasPrefix(out.PublicKeyPem, "-----BEGIN PUBLIC KEY-----\n"))
		})
	}
}

func TestAllFormsHoldOneKey(t *testing.T) {
	for _, algorithm := range []string{"ED25519", "RSA", "ECDSA"} {
		t.Run(algorithm, func(t *testing.T) {
			_, out := encoded(t, algorithm, "P256", 2048)

			for _, private := range []string{out.PrivateKeyPem, out.PrivateKeyPemPkcs8, out.PrivateKeyOpenssh} {
				signer, err := ssh.ParsePrivateKey([]byte(private))
				require.NoError(t, err)
				assert.Equal(t, out.PublicKeyOpenssh, string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
			}
			assert.True(t, strings.HasSuffix(out.PublicKeyOpenssh, "\n"))
		})
	}
}

func TestP224HasNoOpensshForm(t *testing.T) {
	_, out := encoded(t, "ECDSA", "P224", 2048)

	assert.Empty(t, out.PrivateKeyOpenssh+out.PublicKeyOpenssh+
		out.PublicKeyFingerprintMd5+out.PublicKeyFingerprintSha256)
}

// The key of RFC 8410's appendix; its id and fingerprints come from openssl and ssh-keygen.
func TestIdAndFingerprintsOfAKnownKey(t *testing.T) {
	block, _ := pem.Decode([]byte("-----BEGIN PRIVATE KEY-----\n" +
		"MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n"))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(t, err)

	id, out, err := encode(key.(ed25519.PrivateKey))

	require.NoError(t, err)
	assert.Equal(t, "3a04967761a552db7e9e18c6dba4bd4aae119908", id)
	assert.Equal(t, "a4:93:e0:e6:59:bd:5e:0e:be:ad:f9:d7:f9:bd:c2:85", out.PublicKeyFingerprintMd5)
	assert.Equal(t, "SHA256:ebCT4wkJOqO5AIlHG03cHvn3Cr3ZZEEh8m81duHhR3Q", out.PublicKeyFingerprintSha256)
}

func TestSshKeygenReadsThePrivateKey(t *testing.T) {
	_, out := encoded(t, "ED25519", "P224", 2048)
	file := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(file, []byte(out.PrivateKeyOpenssh), 0o600))

	public, err := exec.Command("ssh-keygen", "-y", "-f", file).CombinedOutput()

	require.NoError(t, err, string(public))
	assert.Equal(t, strings.Fields(out.PublicKeyOpenssh)[:2], strings.Fields(string(public))[:2])
}
