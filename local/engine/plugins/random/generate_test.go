package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// matching counts the characters of s that are in chars.
func matching(s, chars string) (n int) {
	for _, char := range s {
		if strings.ContainsRune(chars, char) {
			n++
		}
	}
	return n
}

func TestEveryMinimumIsMet(t *testing.T) {
	for range 50 {
		password := generate(recipe{length: 10, classes: []class{
			{lowerChars, true, 1}, {upperChars, true, 2}, {numericChars, true, 3}, {specialChars, true, 4},
		}})
		assert.Equal(t, 1, matching(password, lowerChars))
		assert.Equal(t, 2, matching(password, upperChars))
		assert.Equal(t, 3, matching(password, numericChars))
		assert.Equal(t, 4, matching(password, specialChars))
	}
}

func TestOnlyAllowedCharactersFillUp(t *testing.T) {
	password := generate(recipe{length: 1000, classes: []class{
		{lowerChars, false, 0}, {upperChars, false, 0}, {numericChars, true, 0}, {"_", false, 3},
	}})
	assert.Equal(t, 997, matching(password, numericChars))
	assert.Equal(t, 3, matching(password, "_"))
}

func TestEveryCharacterOfAClassComesUp(t *testing.T) {
	// 62 characters, 5000 draws: one of them is missing with probability below 1e-33.
	password := generate(recipe{length: 5000, classes: []class{
		{lowerChars, true, 0}, {upperChars, true, 0}, {numericChars, true, 0},
	}})
	for _, char := range lowerChars + upperChars + numericChars {
		assert.Contains(t, password, string(char))
	}
}

func TestMinimumsAreShuffled(t *testing.T) {
	// Unshuffled, the one digit would always be last; 200
	// passwords that all have it in one place happen with probability 8^-199.
	places := map[int]bool{}
	for range 200 {
		places[strings.IndexAny(generate(recipe{length: 8, classes: []class{
			{lowerChars, true, 7}, {numericChars, false, 1},
		}}), numericChars)] = true
	}
	assert.Greater(t, len(places), 1)
}

func TestOverrideSpecial(t *testing.T) {
	yes, no, none := true, false, 0
	override := "~"
	args := Args{
		Length: 12, Lower: &no, Upper: &no, Numeric: &no, Special: &yes,
		MinLower: &none, MinUpper: &none, MinNumeric: &none, MinSpecial: &none, OverrideSpecial: &override,
	}
	assert.Equal(t, strings.Repeat("~", 12), generate(args.recipe()))

	override = ""
	assert.Equal(t, 12, matching(generate(args.recipe()), specialChars))
}
