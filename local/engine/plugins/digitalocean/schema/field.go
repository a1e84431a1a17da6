// Package schema describes resources as tables of fields, and derives from a table what the engine
// asks of a provider: checked inputs, differences, previews and states.
//
// The meaning of a field follows Terraform's plugin SDK, which the official provider is built on:
// a change is a difference between the state and the inputs, so what another hand has changed is
// seen after a refresh, and a computed field that the program does not set is never a change.
package schema

import "sort"

// Kind is the shape of a value.
type Kind int

// The kinds of values. A Set is a list whose order means nothing, unless the field is Ordered.
const (
	String Kind = iota
	Bool
	Int
	Number
	Set
	Object
)

func (k Kind) String() string {
	return [...]string{"a string", "a boolean", "a whole number", "a number", "a list", "an object"}[k]
}

// Field is one property of a resource or of an object inside one. A field that is neither
// Required nor Optional is an output only.
type Field struct {
	Kind Kind
	// Elem describes the elements of a Set, Fields the properties of an Object.
	Elem   *Field
	Fields Fields
	// Ordered: another order of a Set's elements is a change, and so is one that is there twice.
	Ordered bool
	// IgnoreCase: the same text in another case is no change.
	IgnoreCase bool

	Required, Optional bool
	// Computed: the API chooses a value where the program gives none.
	Computed bool
	// ForceNew: a change replaces the resource. ForceNewIf decides it by the old and the new value.
	ForceNew   bool
	ForceNewIf func(old, now any) bool
	// Default stands in the inputs where the program gives none.
	Default any
	// AutoName: without a value, the resource's name with a random suffix, kept until it is replaced.
	AutoName bool
	// Normalize gives what the state keeps of a string input.
	Normalize func(string) string
	// NewWith names the input whose change makes this field's old value stale, so that a preview
	// must not show it as known.
	NewWith string
	// Validate refuses a value; its error says what is allowed.
	Validate func(value any) error
}

// IsInput tells whether a program may set the field.
func (f Field) IsInput() bool { return f.Required || f.Optional }

// Fields are the properties of a resource by their Pulumi names.
type Fields map[string]Field

// Names lists the fields that satisfy keep, sorted.
func (fs Fields) Names(keep func(Field) bool) []string {
	var names []string
	for name, field := range fs {
		if keep(field) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}
