package schema

import (
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// planned is the state that the inputs alone tell: unknown is what the API will choose.
func (r *Resource) planned(inputs Values) Values {
	plan := Values{}
	for name, field := range r.Fields {
		if value := inputs[name]; value != nil {
			plan[name] = field.normalize(value)
		} else if field.Computed || !field.IsInput() {
			plan[name] = Unknown
		}
	}
	return plan
}

// PreviewCreate is the state after a creation, as far as a preview can know it.
func (r *Resource) PreviewCreate(inputs property.Map) property.Map {
	return Properties(r.planned(Plain(inputs)), inputs)
}

// PreviewUpdate is the state after an update in place: what the update cannot alter stays known,
// so that nothing that depends on an address is shown as changing with, say, the size.
func (r *Resource) PreviewUpdate(state, inputs property.Map, ignored []string) property.Map {
	old, now := Plain(state), Plain(inputs)
	changed := r.changed(old, now, ignored)
	plan := r.planned(now)
	for name := range plan {
		field := r.Fields[name]
		switch {
		case field.NewWith != "" && changed[field.NewWith]:
			plan[name] = Unknown
		case !changed[name] && old[name] != nil:
			plan[name] = old[name]
		}
	}
	return Properties(plan, state, inputs)
}

// State joins what the inputs say, what the old state knew and what the API tells, the latter
// winning.
func (r *Resource) State(inputs, state property.Map, attributes Values) property.Map {
	now, old := Plain(inputs), Plain(state)
	joined := Values{}
	for name, field := range r.Fields {
		switch {
		case now[name] != nil:
			joined[name] = field.normalize(now[name])
		case old[name] != nil && (field.Computed || !field.IsInput()):
			joined[name] = old[name]
		}
	}
	return Properties(r.overlay(joined, now, attributes), inputs, state)
}

// Refreshed joins the state with what the API tells of it now.
func (r *Resource) Refreshed(inputs, state property.Map, attributes Values) property.Map {
	old := Plain(state)
	for name, field := range r.Fields {
		if old[name] == nil && state.Len() == 0 && field.Default != nil {
			old[name] = field.Default
		}
	}
	for name := range old {
		if _, known := r.Fields[name]; !known {
			delete(old, name)
		}
	}
	return Properties(r.overlay(old, Plain(inputs), attributes), inputs, state)
}

func (r *Resource) overlay(base, inputs, attributes Values) Values {
	for name, value := range settle(attributes) {
		base[name] = r.Fields[name].align(value, inputs[name])
	}
	return base
}

// RefreshedInputs are the old inputs, but for those that the refreshed state contradicts. Without
// old inputs the resource is being imported, and the state tells them all.
func (r *Resource) RefreshedInputs(inputs, state property.Map) property.Map {
	now, old := Plain(state), Plain(inputs)
	if inputs.Len() == 0 {
		imported := Values{}
		for _, name := range r.InputNames() {
			if field := r.Fields[name]; !field.same(now[name], field.Default) {
				imported[name] = now[name]
			}
		}
		return Properties(imported, state).Set(Defaults, lift([]any{}))
	}
	for _, name := range r.InputNames() {
		field, kept := r.Fields[name], inputs.Get(name)
		if now[name] != nil && !kept.IsNull() && !field.same(field.normalize(old[name]), now[name]) {
			inputs = inputs.Set(name, lift(now[name]).WithSecret(kept.HasSecrets()))
		}
	}
	return inputs
}
