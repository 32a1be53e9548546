import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0001_initial'),
        ('people', '0004_representation'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActedFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('custody', 'parent with custody'), ('suspended', 'parent whose custody is suspended'), ('removed', 'parent whose custody is removed'), ('guardian', 'guardian of a child'), ('foster', 'foster parent of a child'), ('trustee', 'trustee of an adult'), ('attorney', 'person with a power of attorney')], max_length=10)),
                ('about', models.CharField(max_length=40)),
                ('about_no', models.BigIntegerField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts_for_others', to='people.personrecord')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.institution')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts_for_her', to='people.personrecord')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('institution__isnull', True)), models.Q(('by__isnull', True), ('institution__isnull', False)), _connector='OR'), name='people_acted_one_doer'), models.CheckConstraint(condition=models.Q(('of', models.F('by')), _negated=True), name='people_acted_another'), models.UniqueConstraint(fields=('about', 'about_no'), name='people_acted_once')],
            },
        ),
    ]
