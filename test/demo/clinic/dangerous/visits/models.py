from django.db import models

from patients.models import Patient


class Visit(models.Model):
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    reason = models.TextField(blank=True)
    ward = models.CharField(max_length=80, null=True, blank=True)
    urgency = models.CharField(max_length=20)

    class Meta:
        ordering = ["-day"]
        indexes = [models.Index(fields=["day", "urgency"], name="visit_day_urgency_idx")]
