from django.db import migrations


def create_invitations(apps, schema_editor):
    Event = apps.get_model("events", "Event")
    Invitation = apps.get_model("events", "Invitation")
    for event in Event.objects.filter(private=True):
        Invitation.objects.get_or_create(
            event=event,
            sender=event.host,
            kind="private",
            defaults={"token": generate_invitation_token()},
        )


def delete_invitations(apps, schema_editor):
    Invitation = apps.get_model("events", "Invitation")
    Invitation.objects.filter(kind="private").delete()


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunPython(create_invitations, delete_invitations),
    ]
