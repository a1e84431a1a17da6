from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .forms import EntryForm
from .models import Entry

SHOWN = 10


@require_http_methods(['GET', 'HEAD', 'POST'])
def index(request):
    form = EntryForm(request.POST or None)
    if request.method == 'POST' and form.is_valid():
        form.save()
        return redirect('index')
    return render(request, 'guestbook/index.html', {
        'form': form,
        'count': Entry.objects.count(),
        'entries': Entry.objects.all()[:SHOWN],
    })
