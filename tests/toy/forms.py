from django import forms

from casework.engine.forms import ActForm, AttachmentsField, OwnUnitForm
from casework.engine.models import Case
from casework.parties.models import Campaign, Unit


class OpenForm(ActForm):
    office = forms.ModelChoiceField(queryset=Unit.objects.all())
    campaign = forms.ModelChoiceField(queryset=Campaign.objects.all())
    wish = forms.CharField(max_length=200)


class WishForm(ActForm):
    wish = forms.CharField(max_length=200)


class AskForm(ActForm):
    # One in which there is somebody to be asked.
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.filter(kind=Unit.Kind.CINEMA, memberships__isnull=False).distinct()
    )


class NeighbourForm(ActForm):
    count = forms.DecimalField(label="Seen", min_value=1)
    account = forms.CharField(label="Account", max_length=200, widget=forms.Textarea)
    attachments = AttachmentsField(label="Photos", required=False)


class JudgeForm(ActForm):
    verdict = forms.ChoiceField(label="Verdict", choices=[("yes", "Yes"), ("no", "No")])
    why = forms.CharField(max_length=200)


class MergeForm(ActForm):
    into = forms.IntegerField()


class AbsorbForm(ActForm):
    from_case = forms.IntegerField()


class ParkForm(ActForm):
    awaited = forms.ModelChoiceField(queryset=Case.objects.opened())


class OutsideForm(OwnUnitForm, OpenForm):
    """Of a unit outside that petitions in its own name."""

    own_kinds = (Unit.Kind.CINEMA,)
