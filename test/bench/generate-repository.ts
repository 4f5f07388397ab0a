/** A repository of any number of Python files, made the same way each time: models, views, tests and helpers of a project that was written for Django 2.2. */

const kinds: readonly ((number: number) => readonly [name: string, text: string])[] = [
  (number) => ['models.py', models(number)],
  (number) => ['views.py', views(number)],
  (number) => ['tests/test_views.py', tests(number)],
  (number) => ['services.py', services(number)],
  (number) => ['urls.py', urls(number)],
];

/** Path → text: `files` Python files in apps of five, and what says which releases they run on. */
export function generateRepository(files: number): Record<string, string> {
  const repository: Record<string, string> = {
    'manage.py': '#!/usr/bin/env python\n',
    'requirements.txt': 'Django==2.2.28\npsycopg2==2.8.6\n',
    '.python-version': '3.8.20\n',
    'site/settings.py': 'INSTALLED_APPS = ["django.contrib.admin", "app0"]\nUSE_L10N = True\nMIDDLEWARE = []\n',
  };
  for (let number = 0; number < files; number += 1) {
    const [name, text] = kinds[number % kinds.length]?.(number) ?? ['empty.py', ''];
    repository[`app${Math.floor(number / kinds.length)}/${name}`] = text;
  }
  return repository;
}

function repeated(times: number, piece: (at: number) => string): string {
  return Array.from({ length: times }, (_, at) => piece(at)).join('\n\n');
}

function models(number: number): string {
  return `from django.db import models
from django.utils.translation import ${number % 10 === 0 ? 'ugettext_lazy' : 'gettext_lazy'} as _


${repeated(
  8,
  (at) => `class Order${at}(models.Model):
    """An order of shop ${number}."""

    number = models.CharField(_("number"), max_length=30, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    total = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    customer = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="orders${at}")

    class Meta:
        ordering = ["-created"]

    def is_paid(self):
        return self.payments.filter(state="paid").exists() and self.total > 0

    def __str__(self):
        return f"{self.number} ({self.total})"`,
)}
`;
}

function views(number: number): string {
  return `from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.encoding import ${number % 20 === 1 ? 'force_text' : 'force_str'}

from .models import Order0


${repeated(
  10,
  (at) => `def order_list_${at}(request, shop):
    orders = Order0.objects.filter(customer=request.user).select_related("customer")
    if request.method == "POST" and request.POST.get("number"):
        for order in orders.order_by("-created")[:${at + 10}]:
            order.number = request.POST["number"].strip()
            order.save(update_fields=["number"])
        return JsonResponse({"saved": orders.count(), "shop": shop})
    context = {"orders": orders, "title": "Orders of %s" % shop}
    return render(request, "shop/orders.html", context)`,
)}
`;
}

function tests(number: number): string {
  return `from django.test import TestCase
from django.urls import reverse


class OrderTests${number}(TestCase):
${repeated(12, (at) =>
  `    def test_order_${at}(self):
        response = self.client.get(reverse("orders", args=[${at}]), {"page": ${at}})
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "Orders")
        self.assertQuerysetEqual(response.context["orders"], [], transform=str)`.replace(
    'Queryset',
    number % 15 === 2 ? 'Queryset' : 'QuerySet',
  ),
)}
`;
}

function services(number: number): string {
  return `import datetime
import logging

logger = logging.getLogger(__name__)


${repeated(
  12,
  (at) => `def close_day_${at}(orders, *, day=None):
    day = day or datetime.date.today()
    totals = {order.number: order.total for order in orders if order.created.date() == day}
    for number, total in sorted(totals.items()):
        logger.info("order %s of shop ${number}: %s", number, total)
    return sum(totals.values())`,
)}
`;
}

function urls(number: number): string {
  const [name, call] = number % 25 === 4 ? ['url', 'url(r"^orders/$"'] : ['path', 'path("orders/"'];
  return `from django.${name === 'url' ? 'conf.urls' : 'urls'} import ${name}

from . import views

urlpatterns = [
${Array.from({ length: 10 }, (_, at) => `    ${call}, views.order_list_${at}, name="orders-${at}"),`).join('\n')}
]
`;
}
