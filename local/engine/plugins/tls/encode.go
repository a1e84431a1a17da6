package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"

	"golang.org/x/crypto/ssh"
)

// Encoded is a key pair in the forms that the official provider gives.
type Encoded struct {
	// PKCS#1 for RSA, SEC 1 for ECDSA, PKCS#8 for ED25519.
	PrivateKeyPem      string `pulumi:"privateKeyPem" provider:"secret"`
	PrivateKeyPemPkcs8 string `pulumi:"privateKeyPemPkcs8" provider:"secret"`
	// The OpenSSH forms and fingerprints are empty for curve P224, which SSH does not have.
	PrivateKeyOpenssh          string `pulumi:"privateKeyOpenssh" provider:"secret"`
	PublicKeyOpenssh           string `pulumi:"publicKeyOpenssh"` // ends with a newline
	PublicKeyFingerprintMd5    string `pulumi:"publicKeyFingerprintMd5"`
	PublicKeyFingerprintSha256 string `pulumi:"publicKeyFingerprintSha256"`
	PublicKeyPem               string `pulumi:"publicKeyPem"`
}

func generate(args Args) (crypto.Signer, error) {
	switch args.Algorithm {
	case "RSA":
		return rsa.GenerateKey(rand.Reader, *args.RsaBits)
	case "ECDSA":
		curves := map[string]elliptic.Curve{
			"P224": elliptic.P224(), "P256": elliptic.P256(), "P384": elliptic.P384(), "P521": elliptic.P521(),
		}
		return ecdsa.GenerateKey(curves[*args.EcdsaCurve], rand.Reader)
	case "ED25519":
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	return nil, fmt.Errorf("algorithm is %q: it must be one of RSA, ECDSA, ED25519", args.Algorithm)
}

// encode gives the resource's id, the SHA-1 of the public key's PKIX form in hexadecimal,
// and its encoded outputs.
func encode(key crypto.Signer) (id string, out Encoded, err error) {
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return "", out, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", out, err
	}
	out.PublicKeyPem = armor("PUBLIC KEY", public)
	out.PrivateKeyPemPkcs8 = armor("PRIVATE KEY", pkcs8)
	if out.PrivateKeyPem, err = traditionalPem(key, out.PrivateKeyPemPkcs8); err != nil {
		return "", out, err
	}
	if err = out.addOpenssh(key); err != nil {
		return "", out, err
	}
	digest := sha1.Sum(public)
	return hex.EncodeToString(digest[:]), out, nil
}

// traditionalPem is a private key in its algorithm's own older form, where there is one.
func traditionalPem(key crypto.Signer, pkcs8 string) (string, error) {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return armor("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), nil
	case *ecdsa.PrivateKey:
		sec1, err := x509.MarshalECPrivateKey(key)
		return armor("EC PRIVATE KEY", sec1), err
	default:
		return pkcs8, nil
	}
}

func (out *Encoded) addOpenssh(key crypto.Signer) error {
	if key, ok := key.(*ecdsa.PrivateKey); ok && key.Curve == elliptic.P224() {
		return nil
	}
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		return err
	}
	private, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		return err
	}
	out.PrivateKeyOpenssh = string(pem.EncodeToMemory(private))
	out.PublicKeyOpenssh = string(ssh.MarshalAuthorizedKey(public))
	out.PublicKeyFingerprintMd5 = ssh.FingerprintLegacyMD5(public)
	out.PublicKeyFingerprintSha256 = ssh.FingerprintSHA256(public)
	return nil
}

func armor(kind string, bytes []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
}
