"""HR's list of postings reads its orders and its counts from indexes alone."""

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside readers and writers, never in their way

    dependencies = [
        ('accounts', '0001_initial'),
        ('jobs', '0002_posting_search'),
        ('pathways', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='posting',
            index=models.Index(fields=['closes_at', 'id'], name='posting_by_closing'),
        ),
        AddIndexConcurrently(
            model_name='posting',
            index=models.Index(fields=['business_title', 'id'], name='posting_by_name'),
        ),
        AddIndexConcurrently(
            model_name='posting',
            index=models.Index(fields=['state', 'source', 'department', 'opens_at', 'closes_at'], name='posting_by_phase'),
        ),
    ]
