"""Units that only the demo has: cinemas that do not take part yet, and the film office of their county."""

from casework.parties.models import Cinema, Unit

LUSONG = "示例影城（芦淞店）"
LUKOU = "示例影城（渌口店）"
HEJIATU = "示例影城（贺家土店）"
LUSONG_OFFICE = "芦淞区电影主管部门"
ABOVE_THE_OFFICE = "株洲市电影主管部门"
# Of all example cinemas only these have no place in the campaign.
CINEMAS = (("43029904", LUSONG, "430203"), ("43029905", LUKOU, "430212"), ("43029906", HEJIATU, "430203"))


def seed_newcomers() -> None:
    """Write them; the organisations of the seed must be there."""
    above = Unit.objects.get(name=ABOVE_THE_OFFICE)
    Unit.objects.create(kind=Unit.Kind.FILM_OFFICE, name=LUSONG_OFFICE, parent=above, division_id="430203")
    for code, name, county in CINEMAS:
        unit = Unit.objects.create(kind=Unit.Kind.CINEMA, name=name, division_id=county)
        Cinema.objects.create(unit=unit, code=code, chain="示例院线")
