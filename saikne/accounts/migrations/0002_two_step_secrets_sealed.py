from django.db import migrations

from saikne.accounts.sealing import opened, seal

SECRETS = ("secret", "seed")


def seal_secrets(apps, schema_editor):
    _rewrite(apps, lambda text: text if opened(text) is not None else seal(text))


def open_secrets(apps, schema_editor):
    _rewrite(apps, lambda text: opened(text) or text)


def _rewrite(apps, change):
    for row in apps.get_model("mfa", "Authenticator").objects.iterator():
        told = {name: change(row.data[name]) for name in SECRETS if isinstance(row.data.get(name), str)}
        if told:
            row.data = {**row.data, **told}
            row.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_secrets, open_secrets)]
