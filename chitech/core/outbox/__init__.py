"""Every message to a person: written with the change that causes it, delivered by Celery to inbox and email.

Other apps use `kinds` (say what a message is), `actions.send` and `actions.send_many`, and nothing else. docs/adr/0050.
"""
