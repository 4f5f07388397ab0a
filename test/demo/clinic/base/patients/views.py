from django.http import JsonResponse

from patients.models import Patient


def patients(request):
    return JsonResponse({"patients": [patient.name for patient in Patient.objects.order_by("name")]})
