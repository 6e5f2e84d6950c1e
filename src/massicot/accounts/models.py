"""Tables of accounts, appointments and one-time links; those of second factors and open sessions come from allauth."""

from typing import ClassVar, Self

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models

from massicot.accounts.rules.accounts import SCOPE_LENGTH
from massicot.core.actor import Role

__all__ = ("Account", "Appointment", "Authenticator", "Counter", "FormerLogin", "OneTimeLink", "Session", "UserSession")


class Account(AbstractBaseUser):
    """A person who signs in; the e-mail is the login."""

    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class Appointment(models.Model):
    """One role of one account over one scope: a UAI, a session's code, or everything for the office."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    scope = models.CharField(max_length=SCOPE_LENGTH, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "role", "scope"], name="account_has_a_role_once_per_scope"),
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="appointment_role_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.scope}"


class OneTimeLink(models.Model):
    """An invitation to choose a password, good once; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="one_time_links")
    digest = models.CharField(max_length=64, unique=True)
    drawn_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_on_paper = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.account_id}"


class FormerLogin(models.Model):
    """An address with which somebody came in until the office moved their account to another one."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="former_logins")
    email = models.EmailField(max_length=254)
    left_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["email"], name="former_logins_by_email"),)

    def __str__(self) -> str:
        return self.email


class Counter(models.Model):
    """What is counted under one key until an instant: JSON of numbers, and nothing that runs when it is read."""

    key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["expires_at"], name="counters_by_their_end"),)

    def __str__(self) -> str:
        return self.key
