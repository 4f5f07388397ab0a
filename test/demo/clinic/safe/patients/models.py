from django.db import models


class Patient(models.Model):
    name = models.CharField(max_length=200)
    born = models.DateField()
    email = models.EmailField(blank=True)
    insurance_number = models.CharField(max_length=40, null=True, blank=True)

    def __str__(self):
        return self.name
