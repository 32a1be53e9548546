"""One open file of a kind for one subject, also where the kind has been dated anew: the code counts, not its row."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def copy_codes(apps: Any, schema_editor: Any) -> None:
    """Each file gets the code of its kind."""
    kinds = apps.get_model("cases", "FileKind").objects.filter(pk=OuterRef("kind"))
    apps.get_model("cases", "Case").objects.update(kind_code=Subquery(kinds.values("code")[:1]))


class Migration(migrations.Migration):
    """The code copied to the file; both unique constraints over it."""

    dependencies = [("cases", "0003_assessments_returned_and_points_asked_about")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="kind_code",
            field=models.SlugField(
                db_index=False,
                default="",
                help_text="copied: a kind dated anew stays the same kind",
                max_length=40,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(copy_codes, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="case", name="cases_case_one_of_kind_household"),
        migrations.RemoveConstraint(model_name="case", name="cases_case_one_of_kind_record"),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=Q(closed_at__isnull=True),
                fields=("kind_code", "household"),
                name="cases_case_one_of_kind_household",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=Q(closed_at__isnull=True),
                fields=("kind_code", "municipality", "record"),
                name="cases_case_one_of_kind_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(condition=~Q(kind_code=""), name="cases_case_kind_code_set"),
        ),
    ]
