
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


GIVE_DEFAULTS = """
ALTER TABLE accounts_user ALTER COLUMN is_city_staff SET DEFAULT false, ALTER COLUMN is_hr SET DEFAULT false;
ALTER TABLE accounts_userevent ALTER COLUMN is_city_staff SET DEFAULT false, ALTER COLUMN is_hr SET DEFAULT false;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee_id', models.CharField(max_length=40, verbose_name='employee ID')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work email')),
                ('title_code', models.CharField(blank=True, max_length=40, verbose_name='title code')),
                ('title_name', models.CharField(blank=True, max_length=200, verbose_name='title on the payroll')),
                ('manager_employee_id', models.CharField(blank=True, db_index=True, max_length=40, verbose_name="manager's employee ID")),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
            ],
            options={
                'verbose_name': 'employment',
                'verbose_name_plural': 'employments',
                'ordering': ['name', 'employee_id', '-starts_on'],
            },
        ),
        migrations.CreateModel(
            name='EmploymentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('employee_id', models.CharField(max_length=40, verbose_name='employee ID')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work email')),
                ('title_code', models.CharField(blank=True, max_length=40, verbose_name='title code')),
                ('title_name', models.CharField(blank=True, max_length=200, verbose_name='title on the payroll')),
                ('manager_employee_id', models.CharField(blank=True, max_length=40, verbose_name="manager's employee ID")),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('staff', 'City staff'), ('manager', 'Manager'), ('hiring_team', 'Hiring team'), ('hr_editor', 'HR editor'), ('hr_publisher', 'HR publisher'), ('training_coordinator', 'Training coordinator'), ('mentor', 'Mentor'), ('partner', 'Partner'), ('analyst', 'Analyst'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=24, verbose_name='role')),
                ('ends_on', models.DateField(blank=True, help_text='Empty: until it is taken away.', null=True, verbose_name='last day')),
                ('origin', models.CharField(choices=[('hand', 'given by a person'), ('sign_on', 'given by single sign-on')], default='hand', max_length=8, verbose_name='origin')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='taken away')),
                ('taken_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was taken away')),
            ],
            options={
                'verbose_name': 'role of a person',
                'verbose_name_plural': 'roles of people',
                'ordering': ['-given_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RoleGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('staff', 'City staff'), ('manager', 'Manager'), ('hiring_team', 'Hiring team'), ('hr_editor', 'HR editor'), ('hr_publisher', 'HR publisher'), ('training_coordinator', 'Training coordinator'), ('mentor', 'Mentor'), ('partner', 'Partner'), ('analyst', 'Analyst'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=24, verbose_name='role')),
                ('ends_on', models.DateField(blank=True, help_text='Empty: until it is taken away.', null=True, verbose_name='last day')),
                ('origin', models.CharField(choices=[('hand', 'given by a person'), ('sign_on', 'given by single sign-on')], default='hand', max_length=8, verbose_name='origin')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='taken away')),
                ('taken_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was taken away')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='delete_delete',
        ),
        # The two flags leave the code now and the tables one release later: the release before still writes them while
        # the new one starts. With a default they harm nobody.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(GIVE_DEFAULTS, migrations.RunSQL.noop)],
            state_operations=[
                migrations.RemoveField(
                    model_name='user',
                    name='is_city_staff',
                ),
                migrations.RemoveField(
                    model_name='user',
                    name='is_hr',
                ),
                migrations.RemoveField(
                    model_name='userevent',
                    name='is_city_staff',
                ),
                migrations.RemoveField(
                    model_name='userevent',
                    name='is_hr',
                ),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(db_default='en', help_text='Pages and messages come in this language.', max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='user',
            name='time_zone',
            field=models.CharField(db_default='America/Chicago', help_text='Times of day are told in this zone.', max_length=64, verbose_name='time zone'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='language',
            field=models.CharField(db_default='en', help_text='Pages and messages come in this language.', max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='time_zone',
            field=models.CharField(db_default='America/Chicago', help_text='Times of day are told in this zone.', max_length=64, verbose_name='time zone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "time_zone") SELECT new_values."date_joined", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."time_zone" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='67b31c52c16ce12db19d347625fea19b768c55bd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "time_zone") SELECT new_values."date_joined", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."time_zone" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date_joined" IS DISTINCT FROM (new_values."date_joined") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."time_zone" IS DISTINCT FROM (new_values."time_zone")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2c502dae4a846c436d099388dca711a7172fc912', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0e890', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "time_zone") SELECT old_values."date_joined", old_values."email", old_values."id", old_values."is_active", old_values."is_staff", old_values."is_superuser", old_values."language", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."time_zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='05a8ebb14b0eea3b7821745ad7982dd09408eec2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_user', when='AFTER')),
        ),
        migrations.AddField(
            model_name='employment',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='employment',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='employments', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='employmentevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='employmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='employmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.employment'),
        ),
        migrations.AddField(
            model_name='employmentevent',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='department',
            field=models.ForeignKey(blank=True, help_text='Empty: in the whole city.', null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='taken_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='user',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='rolegrantevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: in the whole city.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='rolegrantevent',
            name='given_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='rolegrantevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='rolegrantevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.rolegrant'),
        ),
        migrations.AddField(
            model_name='rolegrantevent',
            name='taken_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by'),
        ),
        migrations.AddField(
            model_name='rolegrantevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddIndex(
            model_name='employment',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='employment_email'),
        ),
        migrations.AddIndex(
            model_name='employment',
            index=models.Index(fields=['title_code'], name='employment_title_code'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=models.CheckConstraint(condition=models.Q(('employee_id', ''), _negated=True), name='employment_with_employee_id', violation_error_message='An employment needs the employee ID.'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='employment_ends_after_start', violation_error_message='The last day is before the first day.'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('employee_id',), name='employment_one_without_end', violation_error_message='This employee ID has an employment that has not ended.'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=models.UniqueConstraint(fields=('employee_id', 'starts_on'), name='employment_once_a_start', violation_error_message='This employee ID has an employment from that day already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_employmentevent" ("department_id", "email", "employee_id", "ends_on", "id", "manager_employee_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "title_code", "title_name", "user_id") SELECT new_values."department_id", new_values."email", new_values."employee_id", new_values."ends_on", new_values."id", new_values."manager_employee_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."title_code", new_values."title_name", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='517ad72a83bfaeb929d845709e471f14f23f0586', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_123a3', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_employmentevent" ("department_id", "email", "employee_id", "ends_on", "id", "manager_employee_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "title_code", "title_name", "user_id") SELECT new_values."department_id", new_values."email", new_values."employee_id", new_values."ends_on", new_values."id", new_values."manager_employee_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."title_code", new_values."title_name", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='844a8a4b9da03c504c772b9e0832c7ad970d3459', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f0bf2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_employmentevent" ("department_id", "email", "employee_id", "ends_on", "id", "manager_employee_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "title_code", "title_name", "user_id") SELECT old_values."department_id", old_values."email", old_values."employee_id", old_values."ends_on", old_values."id", old_values."manager_employee_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."title_code", old_values."title_name", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c3b1ea313e1dd8f8e9c5e059c56db25dd7c28948', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4da75', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='640dcfe5b1257043fe10ac71928981c6a33b6f43', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ae37d', table='accounts_employmentevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(condition=models.Q(('taken_at', None)), fields=['user'], name='grant_user_not_taken'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['staff', 'manager', 'hiring_team', 'hr_editor', 'hr_publisher', 'training_coordinator', 'mentor', 'partner', 'analyst', 'auditor', 'administrator'])), name='grant_role_known', violation_error_message='This role is not known.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['hand', 'sign_on'])), name='grant_origin_known', violation_error_message='A role is given by a person or by single sign-on.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_by', None)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='grant_taken_at_with_by', violation_error_message='Taking a role away needs who did it and when.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('taken_at', None), models.Q(('taken_reason', ''), _negated=True), _connector='OR'), name='grant_taken_with_reason', violation_error_message='Say why the role is taken away.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='grant_with_reason', violation_error_message='Say why the person gets the role.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(models.F('user'), models.F('role'), models.F('department'), models.F('origin'), condition=models.Q(('taken_at', None)), name='grant_once_at_a_time', nulls_distinct=False, violation_error_message='This person has that role there already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegrantevent" ("department_id", "ends_on", "given_at", "given_by_id", "id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "taken_at", "taken_by_id", "taken_reason", "user_id") SELECT new_values."department_id", new_values."ends_on", new_values."given_at", new_values."given_by_id", new_values."id", new_values."origin", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."role", new_values."taken_at", new_values."taken_by_id", new_values."taken_reason", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9ecbec5dd6afbd6c1c0f940f2f3017b28f8c50a9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_77ca7', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegrantevent" ("department_id", "ends_on", "given_at", "given_by_id", "id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "taken_at", "taken_by_id", "taken_reason", "user_id") SELECT new_values."department_id", new_values."ends_on", new_values."given_at", new_values."given_by_id", new_values."id", new_values."origin", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."role", new_values."taken_at", new_values."taken_by_id", new_values."taken_reason", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5acf190d8ee57ef423c7b5c87369323a3bf2fa44', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f0e9e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegrantevent" ("department_id", "ends_on", "given_at", "given_by_id", "id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "taken_at", "taken_by_id", "taken_reason", "user_id") SELECT old_values."department_id", old_values."ends_on", old_values."given_at", old_values."given_by_id", old_values."id", old_values."origin", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."role", old_values."taken_at", old_values."taken_by_id", old_values."taken_reason", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c2db26c9216ea012c46159260bc92ca6744f62e2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d0e1f', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrantevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e90105cc081df41513a450b44da6f9c22d10503', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0af7e', table='accounts_rolegrantevent', when='BEFORE')),
        ),
    ]
