
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0001_initial'),
        ('people', '0003_households_in_latvian_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BarredPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(help_text='the document by its words: whose, number, date', max_length=200)),
                ('how_ended', models.CharField(blank=True, max_length=200)),
                ('corrected_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='this correction says that it never was so')),
                ('why', models.CharField(blank=True, help_text='why it was corrected', max_length=200)),
                ('noted_at', models.DateTimeField()),
                ('name', models.CharField(blank=True, max_length=120)),
                ('bars_contact', models.BooleanField(default=False)),
                ('bars_told', models.BooleanField(default=False)),
                ('bars_receiving', models.BooleanField(default=False)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bars', to='people.personrecord')),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='people.barredperson')),
                ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='barred_from', to='people.personrecord')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='people_barredperson_forward'), models.CheckConstraint(condition=models.Q(('supersedes', models.F('id')), _negated=True), name='people_barredperson_supersedes_other'), models.CheckConstraint(condition=models.Q(models.Q(('who__isnull', False), ('name', '')), models.Q(('who__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='people_barred_record_or_name'), models.CheckConstraint(condition=models.Q(('who__isnull', True), models.Q(('of', models.F('who')), _negated=True), _connector='OR'), name='people_barred_another'), models.CheckConstraint(condition=models.Q(('bars_contact', True), ('bars_told', True), ('bars_receiving', True), _connector='OR'), name='people_barred_from_something'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='people_barred_document'), models.CheckConstraint(condition=models.Q(('supersedes__isnull', True), models.Q(('why', ''), _negated=True), _connector='OR'), name='people_barred_corrects_why'), models.UniqueConstraint(condition=models.Q(('corrected_at__isnull', True), ('until__isnull', True), ('withdrawn', False)), fields=('of', 'who'), name='people_barred_once')],
            },
        ),
        migrations.CreateModel(
            name='ContactWay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(help_text='the document by its words: whose, number, date', max_length=200)),
                ('how_ended', models.CharField(blank=True, max_length=200)),
                ('corrected_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='this correction says that it never was so')),
                ('why', models.CharField(blank=True, help_text='why it was corrected', max_length=200)),
                ('noted_at', models.DateTimeField()),
                ('means', models.CharField(choices=[('call', 'Phone call'), ('message', 'Text message'), ('letter', 'Letter'), ('email', 'E-mail'), ('visit', 'Visit at home'), ('other', 'In another way')], max_length=8)),
                ('forbidden', models.BooleanField(default=False)),
                ('how', models.CharField(blank=True, help_text='the number or place, when, what to say', max_length=200)),
                ('not_by', models.CharField(blank=True, help_text='who must not reach her or learn of it', max_length=200)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_ways', to='people.personrecord')),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='people.contactway')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='people_contactway_forward'), models.CheckConstraint(condition=models.Q(('supersedes', models.F('id')), _negated=True), name='people_contactway_supersedes_other'), models.CheckConstraint(condition=models.Q(('forbidden', True), models.Q(('how', ''), _negated=True), _connector='OR'), name='people_contact_says_how'), models.CheckConstraint(condition=models.Q(('supersedes__isnull', True), models.Q(('why', ''), _negated=True), _connector='OR'), name='people_contact_corrects_why'), models.UniqueConstraint(condition=models.Q(('corrected_at__isnull', True), ('until__isnull', True), ('withdrawn', False)), fields=('record', 'means'), name='people_contact_once')],
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(help_text='the document by its words: whose, number, date', max_length=200)),
                ('how_ended', models.CharField(blank=True, max_length=200)),
                ('corrected_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='this correction says that it never was so')),
                ('why', models.CharField(blank=True, help_text='why it was corrected', max_length=200)),
                ('noted_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('custody', 'parent with custody'), ('suspended', 'parent whose custody is suspended'), ('removed', 'parent whose custody is removed'), ('guardian', 'guardian of a child'), ('foster', 'foster parent of a child'), ('trustee', 'trustee of an adult'), ('attorney', 'person with a power of attorney')], max_length=10)),
                ('may_sign', models.BooleanField(default=False)),
                ('may_receive', models.BooleanField(default=False)),
                ('may_be_told', models.BooleanField(default=False)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='represents', to='people.personrecord')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.institution')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='represented_by', to='people.personrecord')),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='people.representation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='people_representation_forward'), models.CheckConstraint(condition=models.Q(('supersedes', models.F('id')), _negated=True), name='people_representation_supersedes_other'), models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('institution__isnull', True)), models.Q(('by__isnull', True), ('institution__isnull', False)), _connector='OR'), name='people_represent_one_doer'), models.CheckConstraint(condition=models.Q(('of', models.F('by')), _negated=True), name='people_represent_another'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('custody', 'suspended', 'removed')), _negated=True), ('by__isnull', False), _connector='OR'), name='people_represent_custody_person'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('suspended', 'removed')), models.Q(('may_sign', True), ('may_receive', True), ('may_be_told', True), _connector='OR', _negated=True)), models.Q(models.Q(('kind__in', ('suspended', 'removed')), _negated=True), models.Q(('may_sign', True), ('may_receive', True), ('may_be_told', True), _connector='OR')), _connector='OR'), name='people_represent_gives_something'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='people_represent_document'), models.CheckConstraint(condition=models.Q(('supersedes__isnull', True), models.Q(('why', ''), _negated=True), _connector='OR'), name='people_represent_corrects_why'), models.UniqueConstraint(condition=models.Q(('corrected_at__isnull', True), ('until__isnull', True), ('withdrawn', False)), fields=('of', 'by', 'kind'), name='people_represent_once'), models.UniqueConstraint(condition=models.Q(('corrected_at__isnull', True), ('until__isnull', True), ('withdrawn', False)), fields=('of', 'institution', 'kind'), name='people_represent_once_inst')],
            },
        ),
    ]
