from django.db import migrations, models
from django.db.models import Min, OuterRef, Subquery


def copy_first_steps(apps, schema_editor):
    Case, Step = apps.get_model("cases", "Case"), apps.get_model("cases", "Step")
    steps = Step.objects.filter(goal__case=OuterRef("pk"), state="todo").order_by()
    first = steps.values("goal__case").annotate(first=Min("due")).values("first")
    Case.objects.update(step_due=Subquery(first))


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0006_next_step"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="step_due",
            field=models.DateField(
                blank=True,
                help_text="copied: when the first open step is due, for lists of thousands",
                null=True,
            ),
        ),
        migrations.RunPython(copy_first_steps, migrations.RunPython.noop),
    ]
