"""Frameworks of others beside the city's own words: their editions, and which titles are like their roles."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0011_duties_of_old_titles'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferenceFramework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='name')),
                ('publisher', models.CharField(max_length=150, verbose_name='publisher')),
                ('url', models.URLField(blank=True, max_length=300, verbose_name='where it is published')),
                ('licence', models.CharField(max_length=150, verbose_name='licence')),
                ('licence_url', models.URLField(blank=True, max_length=300, verbose_name='text of the licence')),
                ('attribution', models.CharField(max_length=300, verbose_name='attribution')),
            ],
            options={
                'verbose_name': 'reference framework',
                'verbose_name_plural': 'reference frameworks',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ReferenceFrameworkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=60, verbose_name='address')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('publisher', models.CharField(max_length=150, verbose_name='publisher')),
                ('url', models.URLField(blank=True, max_length=300, verbose_name='where it is published')),
                ('licence', models.CharField(max_length=150, verbose_name='licence')),
                ('licence_url', models.URLField(blank=True, max_length=300, verbose_name='text of the licence')),
                ('attribution', models.CharField(max_length=300, verbose_name='attribution')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReferenceItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('category', 'Category'), ('role', 'Role'), ('skill', 'Skill'), ('knowledge', 'Knowledge'), ('task', 'Task'), ('area', 'Competency area'), ('occupation', 'Occupation code'), ('sort', 'Place in the order')], max_length=10, verbose_name='kind')),
                ('code', models.CharField(max_length=160, verbose_name='code')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('text', models.TextField(blank=True, verbose_name='what it says')),
                ('group', models.CharField(blank=True, max_length=200, verbose_name='role')),
                ('group_text', models.TextField(blank=True, verbose_name='what the role is')),
                ('note', models.TextField(blank=True, verbose_name='remark')),
                ('levels', models.JSONField(default=dict, verbose_name='levels')),
            ],
            options={
                'verbose_name': 'reference item',
                'verbose_name_plural': 'reference items',
                'ordering': ['kind', 'code'],
            },
        ),
        migrations.CreateModel(
            name='ReferenceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'awareness'), (2, 'working'), (3, 'practitioner'), (4, 'expert')], null=True, verbose_name='level')),
                ('text', models.TextField(blank=True, verbose_name='what that means')),
            ],
            options={
                'verbose_name': 'reference link',
                'verbose_name_plural': 'reference links',
            },
        ),
        migrations.CreateModel(
            name='TitleReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role_code', models.CharField(max_length=160, verbose_name='role')),
                ('closeness', models.CharField(choices=[('same', 'The same work'), ('near', 'Much the same work'), ('part', 'Shares a part of the work')], max_length=5, verbose_name='how close')),
                ('note', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='note')),
                ('linked_at', models.DateTimeField(verbose_name='linked')),
            ],
            options={
                'verbose_name': 'link to a reference role',
                'verbose_name_plural': 'links to reference roles',
                'ordering': ['title__code'],
            },
        ),
        migrations.CreateModel(
            name='TitleReferenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role_code', models.CharField(max_length=160, verbose_name='role')),
                ('closeness', models.CharField(choices=[('same', 'The same work'), ('near', 'Much the same work'), ('part', 'Shares a part of the work')], max_length=5, verbose_name='how close')),
                ('note', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='note')),
                ('linked_at', models.DateTimeField(verbose_name='linked')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReferenceEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='edition')),
                ('added_at', models.DateTimeField(verbose_name='added')),
                ('added_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='pathways.referenceframework')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['-added_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReferenceEditionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=40, verbose_name='edition')),
                ('added_at', models.DateTimeField(verbose_name='added')),
                ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='pathways.referenceedition')),
                ('framework', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pathways.referenceframework')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceframework',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_referenceframeworkevent" ("attribution", "id", "licence", "licence_url", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "slug", "url") SELECT new_values."attribution", new_values."id", new_values."licence", new_values."licence_url", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."publisher", new_values."slug", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a2a5fb68eeb93e868965f53c3219dfafe8ec62ff', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_45a21', referencing='REFERENCING NEW TABLE AS new_values ', table='pathways_referenceframework', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceframework',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_referenceframeworkevent" ("attribution", "id", "licence", "licence_url", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "slug", "url") SELECT new_values."attribution", new_values."id", new_values."licence", new_values."licence_url", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."publisher", new_values."slug", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5dfb780c12f713a21bd1e420ebc41fc4f8adb5a6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5ec8d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='pathways_referenceframework', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceframework',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_referenceframeworkevent" ("attribution", "id", "licence", "licence_url", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "slug", "url") SELECT old_values."attribution", old_values."id", old_values."licence", old_values."licence_url", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."publisher", old_values."slug", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a490b6a52405673a45e128b1b58e35a74c35e91c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6aedc', referencing='REFERENCING OLD TABLE AS old_values ', table='pathways_referenceframework', when='AFTER')),
        ),
        migrations.AddField(
            model_name='referenceframeworkevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='referenceframeworkevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='pathways.referenceframework'),
        ),
        migrations.AddField(
            model_name='referenceitem',
            name='category',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='roles', to='pathways.referenceitem'),
        ),
        migrations.AddField(
            model_name='referenceitem',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='pathways.referenceedition'),
        ),
        migrations.AddField(
            model_name='referencelink',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='pathways.referenceitem'),
        ),
        migrations.AddField(
            model_name='referencelink',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='linked_from', to='pathways.referenceitem'),
        ),
        migrations.AddField(
            model_name='titlereference',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='titles', to='pathways.referenceframework'),
        ),
        migrations.AddField(
            model_name='titlereference',
            name='linked_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='titlereference',
            name='title',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='pathways.title', verbose_name='title'),
        ),
        migrations.AddField(
            model_name='titlereferenceevent',
            name='framework',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pathways.referenceframework'),
        ),
        migrations.AddField(
            model_name='titlereferenceevent',
            name='linked_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='titlereferenceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='titlereferenceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='pathways.titlereference'),
        ),
        migrations.AddField(
            model_name='titlereferenceevent',
            name='title',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pathways.title', verbose_name='title'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceeditionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e485a57d713917acc704fd6575176bfd3c1073b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_37398', table='pathways_referenceeditionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='referenceedition',
            constraint=models.UniqueConstraint(fields=('framework', 'name'), name='reference_edition_once', violation_error_message='This framework has an edition of this name.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceedition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_referenceeditionevent" ("added_at", "added_by_id", "framework_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."added_at", new_values."added_by_id", new_values."framework_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='99ada9b5541ef464f2279b0114745bb5ef5ecbe1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ec6a3', referencing='REFERENCING NEW TABLE AS new_values ', table='pathways_referenceedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceedition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_referenceeditionevent" ("added_at", "added_by_id", "framework_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."added_at", new_values."added_by_id", new_values."framework_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1a8f97897f7e1bdd23444f4ea107d005460b5553', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d207b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='pathways_referenceedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceedition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_referenceeditionevent" ("added_at", "added_by_id", "framework_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."added_at", old_values."added_by_id", old_values."framework_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='990084cb944ebb9a69ad9f2f6f6490c0953fc7f2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4f18e', referencing='REFERENCING OLD TABLE AS old_values ', table='pathways_referenceedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referenceframeworkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='58bf37ad53737f2727eef9f6767e8cd0428387af', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6f0fa', table='pathways_referenceframeworkevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='referenceitem',
            constraint=models.UniqueConstraint(fields=('edition', 'kind', 'code'), name='reference_item_once', violation_error_message='This edition has that already.'),
        ),
        migrations.AddConstraint(
            model_name='referenceitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['category', 'role', 'skill', 'knowledge', 'task', 'area', 'occupation', 'sort'])), name='reference_item_kind_known', violation_error_message='Choose what it is.'),
        ),
        migrations.AddConstraint(
            model_name='referencelink',
            constraint=models.UniqueConstraint(fields=('source', 'target'), name='reference_link_once', violation_error_message='These are linked already.'),
        ),
        migrations.AddConstraint(
            model_name='referencelink',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3, 4]), ('level__isnull', True), _connector='OR'), name='reference_link_level_known', violation_error_message='A skill has a level from 1 to 4.'),
        ),
        migrations.AddConstraint(
            model_name='titlereference',
            constraint=models.UniqueConstraint(fields=('title', 'framework', 'role_code'), name='title_reference_once', violation_error_message='This title is linked to this role already.'),
        ),
        migrations.AddConstraint(
            model_name='titlereference',
            constraint=models.CheckConstraint(condition=models.Q(('closeness__in', ['same', 'near', 'part'])), name='title_reference_closeness_known', violation_error_message='Choose how close they are.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='titlereference',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_titlereferenceevent" ("closeness", "framework_id", "id", "linked_at", "linked_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_code", "title_id") SELECT new_values."closeness", new_values."framework_id", new_values."id", new_values."linked_at", new_values."linked_by_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role_code", new_values."title_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='35beb47caad5eda316bc0c63a11e64a3b2079982', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_97a04', referencing='REFERENCING NEW TABLE AS new_values ', table='pathways_titlereference', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='titlereference',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_titlereferenceevent" ("closeness", "framework_id", "id", "linked_at", "linked_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_code", "title_id") SELECT new_values."closeness", new_values."framework_id", new_values."id", new_values."linked_at", new_values."linked_by_id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role_code", new_values."title_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4549d5f18ce1aacacd5285f497f4ec8837ab4312', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7f924', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='pathways_titlereference', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='titlereference',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_titlereferenceevent" ("closeness", "framework_id", "id", "linked_at", "linked_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_code", "title_id") SELECT old_values."closeness", old_values."framework_id", old_values."id", old_values."linked_at", old_values."linked_by_id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role_code", old_values."title_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dfdf4540e4ed5b0c17a02190c57a9722a0c5ecd6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_48f9e', referencing='REFERENCING OLD TABLE AS old_values ', table='pathways_titlereference', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='titlereferenceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2066b091c25f9780c355d50673a0a7b015f0e92a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be1e5', table='pathways_titlereferenceevent', when='BEFORE')),
        ),
    ]
