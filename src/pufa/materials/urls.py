"""Public addresses, below /materials/."""

from django.urls import path

from pufa.materials.views import public

app_name = "materials"
urlpatterns = [
    path("", public.titles, name="titles"),
    path("receipts/<str:number>/<str:mark>/", public.receipt, name="receipt"),
    path("<slug:slug>/<int:number>.pdf", public.paper, name="paper"),
    path("<slug:slug>/", public.title, name="title"),
]
