"""Public addresses, below /accounts/."""

from django.urls import path

from pufa.matrix.views import public

app_name = "matrix"
urlpatterns = [
    path("", public.accounts, name="accounts"),
    path("verify/", public.verify_account, name="verify"),
    path("<int:pk>/", public.account, name="account"),
]
