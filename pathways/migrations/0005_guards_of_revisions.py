"""The database guards revisions: at most one in force on any day, decisions with their people and dates."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0004_revision_one_of_every_title"),
    ]
    operations = [
        migrations.AddConstraint(
            model_name='revision',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'approved')), expressions=[('title', '='), ('in_force', '&&')], name='revision_one_in_force_a_day', violation_error_message='Another revision of this title holds on some of these days.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('in_force__isnull', False), ('in_force__startswith', models.F('in_force_from')), ('in_force_from__isnull', False), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('in_force__isnull', True), ('in_force_from__isnull', True)), _connector='OR'), name='revision_approved_with_its_days', violation_error_message='An approved revision holds from a day on, and no other one does.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_review'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='revision_in_review_was_submitted', violation_error_message='A revision is reviewed after someone has submitted it.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('created_by__isnull', True), models.Q(('created_by', models.F('approved_by')), _negated=True), _connector='OR'), models.Q(('updated_by__isnull', True), models.Q(('updated_by', models.F('approved_by')), _negated=True), _connector='OR')), _connector='OR'), name='revision_not_approved_by_its_writer', violation_error_message='Whoever wrote a revision cannot approve it.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('degree_basis__in', ['law', 'licence', 'other', ''])), name='revision_degree_basis_known', violation_error_message='Choose what it rests on.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('experience_basis__in', ['law', 'licence', 'other', ''])), name='revision_experience_basis_known', violation_error_message='Choose what it rests on.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('degree_equivalent_kind__in', ['years', 'apprenticeship', 'certificate', 'assessment', ''])), name='revision_degree_equivalent_kind_known', violation_error_message='Choose what counts.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('experience_equivalent_kind__in', ['years', 'apprenticeship', 'certificate', 'assessment', ''])), name='revision_experience_equivalent_kind_known', violation_error_message='Choose what counts.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'changes_asked', 'approved', 'withdrawn'])), name='revision_state_known', violation_error_message='Choose a state.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('degree_rule', 'required'), _negated=True), ('state__in', ['draft', 'in_review', 'changes_asked', 'withdrawn']), models.Q(models.Q(('degree_reason', ''), _negated=True), models.Q(('degree_equivalent', ''), _negated=True)), _connector='OR'), name='revision_required_degree_is_explained', violation_error_message='A required degree needs a reason, and what counts instead.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('approved_at__isnull', True), models.Q(('degree_rule__in', ['none', 'preferred']), ('experience_months', 0)), models.Q(('demands_owner__isnull', False), ('demands_review_on__isnull', False)), _connector='OR'), name='revision_demands_are_answered_for', violation_error_message='What a title asks for needs someone who answers for it, and a review date.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('created_at__isnull', True), ('created_by__isnull', True)), models.Q(('created_at__isnull', False), ('created_by__isnull', False)), _connector='OR'), name='revision_created_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('updated_at__isnull', True), ('updated_by__isnull', True)), models.Q(('updated_at__isnull', False), ('updated_by__isnull', False)), _connector='OR'), name='revision_updated_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='revision_submitted_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_at__isnull', True), ('asked_by__isnull', True)), models.Q(('asked_at__isnull', False), ('asked_by__isnull', False)), _connector='OR'), name='revision_asked_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='revision_approved_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='revision_withdrawn_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
    ]
