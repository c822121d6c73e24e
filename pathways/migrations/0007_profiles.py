"""What the city knows of its staff: their title, their skills, and the skills that they miss."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# A profile pins a revision of its own title only, as a posting does.
KEY = """
ALTER TABLE pathways_profile ADD CONSTRAINT profile_revision_of_its_title
FOREIGN KEY (title_id, revision_id) REFERENCES pathways_revision (title_id, id)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0006_one_draft_a_title'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='since')),
                ('origin', models.CharField(choices=[('crosswalk', 'from the title on the payroll'), ('chosen', 'chosen by the person, of those that the old title became'), ('set', 'set by the manager or by HR')], max_length=9, verbose_name='how we know')),
                ('title_code', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='title code on the payroll')),
                ('set_at', models.DateTimeField(verbose_name='set')),
                ('revision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.revision', verbose_name='what the title said')),
                ('set_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profiles', to='pathways.title', verbose_name='title')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'profile',
                'verbose_name_plural': 'profiles',
            },
        ),
        migrations.CreateModel(
            name='ProfileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('since', models.DateField(verbose_name='since')),
                ('origin', models.CharField(choices=[('crosswalk', 'from the title on the payroll'), ('chosen', 'chosen by the person, of those that the old title became'), ('set', 'set by the manager or by HR')], max_length=9, verbose_name='how we know')),
                ('title_code', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='title code on the payroll')),
                ('set_at', models.DateTimeField(verbose_name='set')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='pathways.profile')),
                ('revision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pathways.revision', verbose_name='what the title said')),
                ('set_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('title', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pathways.title', verbose_name='title')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SkillRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('self', 'The person'), ('manager', 'The manager'), ('course', 'A course'), ('assessment', 'An assessment')], max_length=10, verbose_name='who says so')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'awareness'), (2, 'working'), (3, 'practitioner'), (4, 'expert')], verbose_name='level')),
                ('evidence', models.TextField(blank=True, db_default='', default='', verbose_name='what shows it')),
                ('url', models.URLField(blank=True, db_default='', default='', max_length=500, verbose_name='link to it')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('confirmed_level', models.PositiveSmallIntegerField(choices=[(1, 'awareness'), (2, 'working'), (3, 'practitioner'), (4, 'expert')], editable=False, null=True, verbose_name='confirmed level')),
                ('confirmed_word', models.TextField(blank=True, db_default='', default='', editable=False, verbose_name='what the manager says')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed')),
                ('confirmed_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='pathways.skill', verbose_name='skill')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skill_records', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'skill record',
                'verbose_name_plural': 'skill records',
                'ordering': ['skill__name', 'source'],
            },
        ),
        migrations.CreateModel(
            name='SkillRecordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.CharField(choices=[('self', 'The person'), ('manager', 'The manager'), ('course', 'A course'), ('assessment', 'An assessment')], max_length=10, verbose_name='who says so')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'awareness'), (2, 'working'), (3, 'practitioner'), (4, 'expert')], verbose_name='level')),
                ('evidence', models.TextField(blank=True, db_default='', default='', verbose_name='what shows it')),
                ('url', models.URLField(blank=True, db_default='', default='', max_length=500, verbose_name='link to it')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('confirmed_level', models.PositiveSmallIntegerField(choices=[(1, 'awareness'), (2, 'working'), (3, 'practitioner'), (4, 'expert')], editable=False, null=True, verbose_name='confirmed level')),
                ('confirmed_word', models.TextField(blank=True, db_default='', default='', editable=False, verbose_name='what the manager says')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='pathways.skillrecord')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pathways.skill', verbose_name='skill')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SkillRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='skill')),
                ('why', models.TextField(verbose_name='what it is, and where you use it')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.CharField(blank=True, choices=[('new', 'It is a new skill now'), ('existing', 'It is there under another name'), ('no', 'It does not become a skill')], db_default='', default='', max_length=8, verbose_name='answer')),
                ('reason', models.TextField(blank=True, db_default='', default='', verbose_name='what HR says')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_requests', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('skill', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.skill', verbose_name='skill')),
            ],
            options={
                'verbose_name': 'asked-for skill',
                'verbose_name_plural': 'asked-for skills',
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SkillRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='skill')),
                ('why', models.TextField(verbose_name='what it is, and where you use it')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.CharField(blank=True, choices=[('new', 'It is a new skill now'), ('existing', 'It is there under another name'), ('no', 'It does not become a skill')], db_default='', default='', max_length=8, verbose_name='answer')),
                ('reason', models.TextField(blank=True, db_default='', default='', verbose_name='what HR says')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='pathways.skillrequest')),
                ('skill', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pathways.skill', verbose_name='skill')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['crosswalk', 'chosen', 'set'])), name='profile_origin_known', violation_error_message='Choose how the title is known.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='profile',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_profileevent" ("id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "set_at", "set_by_id", "since", "title_code", "title_id", "user_id") SELECT new_values."id", new_values."origin", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."revision_id", new_values."set_at", new_values."set_by_id", new_values."since", new_values."title_code", new_values."title_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='92df38999ffa5a5499b8b63c2b00af7e89361631', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_da94a', referencing='REFERENCING NEW TABLE AS new_values ', table='pathways_profile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='profile',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_profileevent" ("id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "set_at", "set_by_id", "since", "title_code", "title_id", "user_id") SELECT new_values."id", new_values."origin", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."revision_id", new_values."set_at", new_values."set_by_id", new_values."since", new_values."title_code", new_values."title_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bcdfb75524906a9d5294708381515f6cc0a26336', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2a55e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='pathways_profile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='profile',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_profileevent" ("id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "set_at", "set_by_id", "since", "title_code", "title_id", "user_id") SELECT old_values."id", old_values."origin", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."revision_id", old_values."set_at", old_values."set_by_id", old_values."since", old_values."title_code", old_values."title_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4dbb373697d33f53b801f4e2f5b63d53791886e1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f250e', referencing='REFERENCING OLD TABLE AS old_values ', table='pathways_profile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='profileevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5156c6636411714bc537eacb7e9fec3b075063c0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_58cb2', table='pathways_profileevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.UniqueConstraint(fields=('user', 'skill', 'source'), name='skill_record_once_a_source', violation_error_message='This is said already. Change what is there.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['self', 'manager', 'course', 'assessment'])), name='skill_record_source_known', violation_error_message='Choose who says so.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3, 4])), name='skill_record_level_known', violation_error_message='A skill has a level from 1 to 4.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_level__in', [1, 2, 3, 4]), ('confirmed_level__isnull', True), _connector='OR'), name='skill_record_confirmed_level_known', violation_error_message='A skill has a level from 1 to 4.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_level__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_level__isnull', False)), _connector='OR'), name='skill_record_confirmed_with_level', violation_error_message='Who confirms says which level.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('user')), _negated=True), _connector='OR'), name='skill_record_confirmed_by_another', violation_error_message='Nobody confirms their own skills.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'self'), _negated=True), ('recorded_by', models.F('user')), _connector='OR'), name='skill_record_self_by_oneself', violation_error_message='Only the person can say this in their own name.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'manager'), _negated=True), models.Q(('recorded_by', models.F('user')), _negated=True), _connector='OR'), name='skill_record_manager_is_another', violation_error_message='Nobody is their own manager.'),
        ),
        migrations.AddConstraint(
            model_name='skillrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='skill_record_confirmed_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrecord',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_skillrecordevent" ("confirmed_at", "confirmed_by_id", "confirmed_level", "confirmed_word", "evidence", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "skill_id", "source", "url", "user_id") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."confirmed_level", new_values."confirmed_word", new_values."evidence", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."skill_id", new_values."source", new_values."url", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f721ea48ea30c5b5d8c789814c45877f6957f1bd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2b2bc', referencing='REFERENCING NEW TABLE AS new_values ', table='pathways_skillrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrecord',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_skillrecordevent" ("confirmed_at", "confirmed_by_id", "confirmed_level", "confirmed_word", "evidence", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "skill_id", "source", "url", "user_id") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."confirmed_level", new_values."confirmed_word", new_values."evidence", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."skill_id", new_values."source", new_values."url", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='241983a33d7fb411acb0ad09ca53abdd39ef3761', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ba0db', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='pathways_skillrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrecord',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_skillrecordevent" ("confirmed_at", "confirmed_by_id", "confirmed_level", "confirmed_word", "evidence", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "skill_id", "source", "url", "user_id") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."confirmed_level", old_values."confirmed_word", old_values."evidence", old_values."id", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."skill_id", old_values."source", old_values."url", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0e119f79044e3ad5b1dfc6d2d24218227563d4b9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f2389', referencing='REFERENCING OLD TABLE AS old_values ', table='pathways_skillrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrecordevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ad1dc10dfce5ba89a7617f7a518ff9b6d877dd87', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_153e9', table='pathways_skillrecordevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='skillrequest',
            index=models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['asked_at'], name='skill_request_open'),
        ),
        migrations.AddConstraint(
            model_name='skillrequest',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['new', 'existing', 'no', ''])), name='skill_request_answer_known', violation_error_message='Choose an answer.'),
        ),
        migrations.AddConstraint(
            model_name='skillrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('skill__isnull', True)), models.Q(('answer__in', ['new', 'existing']), ('answered_at__isnull', False), ('skill__isnull', False)), models.Q(('answer', 'no'), ('answered_at__isnull', False), ('skill__isnull', True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='skill_request_answer_whole', violation_error_message='An answer names the skill, or says why there is none.'),
        ),
        migrations.AddConstraint(
            model_name='skillrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='skill_request_answered_at_with_by', violation_error_message='A date of a decision needs the person who decided.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_skillrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "skill_id", "why") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."skill_id", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d6d74ad1f6c58d893584b8fa02d1f3221de7e27a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_45be4', referencing='REFERENCING NEW TABLE AS new_values ', table='pathways_skillrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_skillrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "skill_id", "why") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."skill_id", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bb58ee7d257b3ca8fc572e4305ca58468db2be24', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3faef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='pathways_skillrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_skillrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "skill_id", "why") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."asked_at", old_values."asked_by_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."skill_id", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='94d198e07f348c9b7db2b001cf92405fc14c2487', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_16e27', referencing='REFERENCING OLD TABLE AS old_values ', table='pathways_skillrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='skillrequestevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2c253bdfac3bfcda66049701362ea9a00b238f6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8326e', table='pathways_skillrequestevent', when='BEFORE')),
        ),
        migrations.RunSQL(KEY, "ALTER TABLE pathways_profile DROP CONSTRAINT profile_revision_of_its_title"),
    ]
