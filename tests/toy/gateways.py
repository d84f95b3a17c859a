"""Flows that no stage uses: every way in which branches can part and meet."""

from casework.engine.flows import CaseFlow, End, If, Join, Split, Start, Work, case_of_activation, this


def is_urgent(activation) -> bool:
    return case_of_activation(activation).urgent


class NestedFlow(CaseFlow):
    """A branch that parts again, beside one that an urgent case skips."""

    start = Start().Next(this.outer)
    outer = Split().Next(this.inner).Next(this.may_skip)
    inner = Split().Next(this.left).Next(this.right)
    left = Work(label="Left", acts=("agree",)).Next(this.inner_join)
    right = Work(label="Right", acts=("agree",)).Next(this.inner_join)
    inner_join = Join().Next(this.check)
    check = Work(label="Check", acts=("agree",)).Next(this.outer_join)
    may_skip = If(is_urgent).Then(this.outer_join).Else(this.beside)
    beside = Work(label="Beside", acts=("agree",)).Next(this.outer_join)
    outer_join = Join().Next(this.last)
    last = Work(label="Last", acts=("agree",)).Next(this.end)
    end = End()


class SkippedFlow(CaseFlow):
    """Two branches, both skipped by an urgent case: they come to the join in one run."""

    start = Start().Next(this.split)
    split = Split().Next(this.first_check).Next(this.second_check)
    first_check = If(is_urgent).Then(this.join).Else(this.first)
    second_check = If(is_urgent).Then(this.join).Else(this.second)
    first = Work(label="First", acts=("agree",)).Next(this.join)
    second = Work(label="Second", acts=("agree",)).Next(this.join)
    join = Join().Next(this.last)
    last = Work(label="Last", acts=("agree",)).Next(this.end)
    end = End()


class ApartFlow(CaseFlow):
    """Two branches that never meet again."""

    start = Start().Next(this.split)
    split = Split().Next(this.first).Next(this.second)
    first = Work(label="First", acts=("agree",)).Next(this.first_end)
    second = Work(label="Second", acts=("agree",)).Next(this.second_end)
    first_end = End()
    second_end = End()
