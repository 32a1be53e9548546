from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0002_documents"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["about", "about_no"], name="privacy_grant_about"),
        ),
    ]
