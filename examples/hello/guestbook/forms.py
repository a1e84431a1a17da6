from django import forms

from .models import Entry


class EntryForm(forms.ModelForm):
    class Meta:
        model = Entry
        fields = ['name', 'message']
        widgets = {
            'name': forms.TextInput(attrs={'autocomplete': 'nickname'}),
            'message': forms.Textarea(attrs={'rows': 2}),
        }
