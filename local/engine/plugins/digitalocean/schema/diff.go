package schema

import (
	"slices"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Diff compares the state with the inputs. Where both come from the program's own change, the
// engine is told to show the inputs, whose text is more telling than what the state keeps of it.
func (r *Resource) Diff(req p.DiffRequest) p.DiffResponse {
	state, inputs, oldInputs := Plain(req.State), Plain(req.Inputs), Plain(req.OldInputs)
	detailed, replaces := map[string]p.PropertyDiff{}, false
	for name := range r.changed(state, inputs, req.IgnoreChanges) {
		field, now, old := r.Fields[name], inputs[name], state.orDefault(name, r.Fields[name])
		replace := field.ForceNew || field.ForceNewIf != nil && !isUnknown(now) && field.ForceNewIf(old, now)
		replaces = replaces || replace
		detailed[name] = p.PropertyDiff{
			Kind:      diffKind(old == nil, now == nil, replace),
			InputDiff: !field.same(oldInputs[name], now),
		}
	}
	return p.DiffResponse{
		HasChanges:   len(detailed) > 0,
		DetailedDiff: detailed,
		// Two of the same name are refused or confused, so a name that the program gave has to be
		// free before it is used again.
		DeleteBeforeReplace: replaces && r.nameIsGiven(req.Inputs),
	}
}

// changed lists the inputs that the state does not meet; an unknown one is never met.
func (r *Resource) changed(state, inputs Values, ignored []string) map[string]bool {
	changed := map[string]bool{}
	for _, name := range r.InputNames() {
		field, now := r.Fields[name], inputs[name]
		given := now != nil || !field.Computed
		if given && !slices.Contains(ignored, name) && !field.same(state.orDefault(name, field), field.normalize(now)) {
			changed[name] = true
		}
	}
	return changed
}

func (v Values) orDefault(name string, field Field) any {
	if value, ok := v[name]; ok {
		return value
	}
	return field.Default
}

func (r *Resource) nameIsGiven(inputs property.Map) bool {
	defaulted := Plain(inputs).Strings(Defaults)
	for name, field := range r.Fields {
		if field.AutoName && !inputs.Get(name).IsNull() && !slices.Contains(defaulted, name) {
			return inputs.Get(Defaults).IsArray()
		}
	}
	return false
}

func diffKind(added, removed, replace bool) p.DiffKind {
	switch {
	case added && replace:
		return p.AddReplace
	case added:
		return p.Add
	case removed && replace:
		return p.DeleteReplace
	case removed:
		return p.Delete
	case replace:
		return p.UpdateReplace
	default:
		return p.Update
	}
}
