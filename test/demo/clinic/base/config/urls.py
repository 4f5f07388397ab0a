from django.urls import path

from patients.views import patients

urlpatterns = [path("patients/", patients)]
