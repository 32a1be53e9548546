from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="practiceboundary",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
