from django.db import models

from patients.models import Patient


class Visit(models.Model):
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-day"]
