from django.db import models

from casework.engine.models import Case

from .states import ToyActs


class Toy(ToyActs, Case):
    weighings = models.PositiveIntegerField(default=0)
    asked_around = models.BooleanField(default=False)
    objections = models.PositiveIntegerField(default=0)
    absorbed = models.PositiveIntegerField(default=0)
