"""The one module that knows django_fsm: the protected state, and acts as its transitions.

`FSMModelMixin` and `ConcurrentTransitionMixin` are left out on purpose: the first refreshes everything but the
state, the second leaves the field writable in the whole process when a refresh fails. Cases are read anew by `get`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django_fsm import FSMField, TransitionNotAllowed, transition

__all__ = ["FSMField", "TransitionNotAllowed", "declared_transitions", "transition_method"]


def transition_method(
    *, sources: tuple[str, ...], target: str | None, spec: Any, method: Callable[..., None]
) -> Callable[..., None]:
    """Make `method` a transition of the field `state` from `sources` to `target` (None: a step, which stays)."""
    return transition(field="state", source=list(sources), target=target, custom={"act": spec})(method)


def declared_transitions(model: type[models.Model]) -> Iterator[tuple[str, str, str | None, Any]]:
    """Yield (act name, source, target, spec) for every transition that `model` declares or inherits."""
    for declared in model._meta.get_field("state").get_all_transitions(model):
        yield declared.name, declared.source, declared.target, declared.custom["act"]
