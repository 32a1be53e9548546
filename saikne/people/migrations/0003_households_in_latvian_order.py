from typing import Any

from django.db import migrations, models

from saikne.people.rules import sort_key

BATCH = 1000


def give_keys(apps: Any, schema_editor: Any) -> None:
    """Households named before they had a key get theirs."""
    households = apps.get_model("people", "Household").objects.filter(sort_key="").order_by("pk")
    while batch := list(households[:BATCH]):
        for household in batch:
            household.sort_key = sort_key(household.name) or "0"
        households.model.objects.bulk_update(batch, ["sort_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_faces_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="household",
            name="sort_key",
            field=models.CharField(blank=True, help_text="Latvian order in any collation", max_length=240),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
