from django.test import TestCase
from django.urls import reverse

from .models import Entry


class IndexTests(TestCase):
    def test_greets_without_entries(self):
        response = self.client.get(reverse('index'))
        self.assertContains(response, '<h1>Hello from Django</h1>', html=True)
        self.assertContains(response, 'Nobody has signed yet')

    def test_keeps_what_a_guest_writes(self):
        response = self.client.post(
            reverse('index'), {'name': 'Ada', 'message': 'Hello <world>'}, follow=True
        )
        self.assertContains(response, 'Hello &lt;world&gt;')
        self.assertEqual(Entry.objects.get().name, 'Ada')

    def test_refuses_an_empty_message(self):
        response = self.client.post(reverse('index'), {'name': 'Ada', 'message': ''})
        self.assertContains(response, 'This field is required')
        self.assertFalse(Entry.objects.exists())
