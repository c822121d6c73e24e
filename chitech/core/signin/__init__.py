"""Signing in: by password, passkey, emailed code or the city's own sign-on; the second step; sessions that end aloud.

Stands on django-allauth and on `accounts`; `accounts` knows nothing of it.
"""
