package main

import (
	"crypto/rand"
	"math/big"
)

const (
	lowerChars   = "abcdefghijklmnopqrstuvwxyz"
	upperChars   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	numericChars = "0123456789"
	specialChars = "!@#$%&*()-_=+[]{}<>:?"
)

// class is one kind of character: at least minimum of its chars are in a password, and
// more of them where it is allowed.
type class struct {
	chars   string
	allowed bool
	minimum int
}

type recipe struct {
	length  int
	classes []class
}

// generate draws the minimum of every class and then fills up from all that are allowed,
// with the operating system's random numbers. The shuffle at the end is uniform
// (Fisher-Yates), so that a minimum says nothing about positions.
func generate(r recipe) string {
	var password []byte
	allowed := ""
	for _, class := range r.classes {
		for range class.minimum {
			password = append(password, pick(class.chars))
		}
		if class.allowed {
			allowed += class.chars
		}
	}
	for len(password) < r.length {
		password = append(password, pick(allowed))
	}
	for last := len(password) - 1; last > 0; last-- {
		other := below(last + 1)
		password[last], password[other] = password[other], password[last]
	}
	return string(password)
}

func pick(chars string) byte {
	return chars[below(len(chars))]
}

// below is a uniform number from 0 to n-1. rand.Int errs only where its reader does, and
// crypto/rand's reader never does: it ends the process instead.
func below(n int) int {
	number, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err)
	}
	return int(number.Int64())
}
